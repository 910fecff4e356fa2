// The phone's page: choose files, see each of them arrive, write two or three sentences.
import { say } from './studio.js';
import './upload.js';

const { upload } = globalThis;
const page = document.getElementById('inbox');
const words = JSON.parse(page.dataset.words);
const $ = (query, from = page) => from.querySelector(query);
const choice = $('#post');
const word = (id, values = {}) => Object.entries(values)
  .reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[id]);
// Browsers lack Kazakh numbers, which look like Russian ones.
const tongue = document.documentElement.lang.replace('kk', 'ru');
const number = new Intl.NumberFormat(tongue, { maximumFractionDigits: 1 });
const megabytes = (bytes) => number.format(bytes < 10e6 ? Math.max(.1, bytes / 1e6) : Math.round(bytes / 1e6));

// Files of one batch go into one draft; half a day later begins another.
const BATCH = 'jarshy-batch', HALF_A_DAY_MS = 12 * 3600 * 1000;
const newName = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const batch = (() => {
  let known = null;
  try { known = JSON.parse(sessionStorage.getItem(BATCH)); } catch { /* then a new one */ }
  if (!known || Date.now() - known.at > HALF_A_DAY_MS) known = { id: newName(), at: Date.now() };
  return known;
})();
const keep = () => { try { sessionStorage.setItem(BATCH, JSON.stringify(batch)); } catch { /* for this page alone */ } };
keep();

// One state for the page: what is on it carries the states in which it is seen.
const files = [];
let halves = [];
const stateNow = () => {
  const open = files.filter((file) => ['waiting', 'going', 'lost', 'held'].includes(file.state));
  if (open.some((file) => file.state === 'lost' || file.state === 'held') && !open.some((file) => file.state === 'going')) return 'lost';
  if (open.length) return 'going';
  if (files.some((file) => file.state === 'done')) return 'sent';
  return halves.length ? 'resume' : 'start';
};
let shown = '';
const show = () => {
  const state = stateNow();
  page.dataset.state = state;
  page.querySelectorAll('[data-when]').forEach((part) => { part.hidden = !part.dataset.when.split(' ').includes(state); });
  const held = files.find((file) => file.state === 'held');
  $('#held').hidden = state !== 'lost' || !held;
  $('#line-lost').hidden = state !== 'lost' || Boolean(held);
  if (held) {
    $('#held-said').textContent = held.said || (held.status === 403 ? words.pin : words.busy);
    $('#enter').hidden = held.status !== 403;
  }
    $('#files').hidden = !$('#list .got');
  if (state !== shown && state === 'sent') say(words.done);
  if (state !== shown && state === 'lost') say(words.lost);
  shown = state;
  total();
};

// The total, and the time left by what came in the last quarter of a minute.
const WINDOW_MS = 15000;
let marks = [];
const total = () => {
  const wanted = files.filter((file) => !['failed', 'stopped'].includes(file.state));
  const done = wanted.filter((file) => file.state === 'done').length;
  const sent = wanted.reduce((sum, file) => sum + file.sent, 0), size = wanted.reduce((sum, file) => sum + file.size, 0);
  const now = Date.now();
  marks = [...marks.filter((mark) => now - mark.at < WINDOW_MS), { at: now, sent }];
  const took = now - marks[0].at, came = sent - marks[0].sent;
  const seconds = came > 0 && took > 1500 ? (size - sent) / came * took / 1000 : 0;
  const left = !seconds || stateNow() === 'lost' ? '' : seconds < 55 ? word('seconds', { n: Math.ceil(seconds / 5) * 5 }) : word('minutes', { n: Math.ceil(seconds / 60) });
  $('#count').textContent = word('count', { done, all: wanted.length });
  $('#sum').textContent = [`${megabytes(sent)} / ${megabytes(size)} ${words.mb}`, left].filter(Boolean).join(' · ');
  $('#done-what').textContent = word('here', { count: done, size: megabytes(sent) });
};

// A row for each file
const draw = (file, row) => {
  if (!file.type.startsWith('image/') || !globalThis.createImageBitmap) return;
  createImageBitmap(file, { resizeWidth: 136, resizeHeight: 136 }).then((bitmap) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 136;
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    bitmap.close();
    $('.blank', row).replaceWith(canvas);
  }, () => { /* a browser that does not know HEIC keeps the sign */ });
};
const add = (file) => {
  // The rest of a half goes where the half went; another file of that name makes it useless. iPhones
  // call every photo of their camera image.jpg.
  const isSame = (one) => one.name === file.name && one.size === file.size && one.changed === file.lastModified;
  const same = halves.find(isSame);
  const stale = !same && !/^image\.\w+$/.test(file.name) && halves.find((one) => one.name === file.name);
  const post = same ? same.post : choice.value;
  const row = document.getElementById('row').content.firstElementChild.cloneNode(true);
  const entry = { name: file.name, size: file.size, sent: 0, state: 'waiting', said: '', status: 0 };
  $('.name', row).textContent = file.name;
  $('.size', row).textContent = `${megabytes(file.size)} ${words.mb}`;
  const bar = $('progress', row), stop = $('.stop', row);
  bar.max = file.size; bar.setAttribute('aria-label', file.name);
  stop.setAttribute('aria-label', `${words.stop}: ${file.name}`);
  draw(file, row);
  $('#list').append(row);
  files.push(entry);
  const update = () => {
    const ended = ['done', 'failed', 'stopped'].includes(entry.state);
    row.dataset.state = entry.state;
    $('.ok', row).hidden = entry.state !== 'done';
    bar.hidden = stop.hidden = ended;
    $('.why', row).textContent = entry.state === 'failed' ? entry.said : '';
    show();
  };
  if (stale) {
    upload.forget(stale);
    $('.anew', row).hidden = false;
  }
  halves = halves.filter((one) => one !== same && one !== stale);
  const going = upload(file, {
    post,
    batch: (same && same.batch) || batch.id,
    onProgress: (sent) => { entry.sent = bar.value = sent; show(); },
    onState: (state, said, status) => { Object.assign(entry, { state, said, status }); update(); },
  });
  stop.onclick = () => { going.abort(); };
  going.promise.then(
    () => say(`${file.name}: ${words.arrived}`),
    (error) => {
      entry.state = error.kind === 'stopped' ? 'stopped' : 'failed';
      entry.said = error.said || words.unreadable;
      if (entry.state === 'stopped') row.remove(); else say(`${file.name}: ${entry.said}`);
      update();
    },
  );
  update();
};
page.querySelectorAll('input[type=file]').forEach((input) => {
  input.addEventListener('change', () => { Array.from(input.files).forEach(add); input.value = ''; });
});
// Chrome on Android offers its recorder for audio/*; Safari takes that for clips and hides sounds.
if ($('#voice') && /Android/.test(navigator.userAgent)) $('#voice').accept = 'audio/*';

addEventListener('beforeunload', (event) => { if (['going', 'lost'].includes(shown)) event.preventDefault(); });

// Files dropped on the page of a computer
['dragenter', 'dragover', 'dragleave', 'drop'].forEach((name) => addEventListener(name, (event) => {
  event.preventDefault();
  $('.huge').classList.toggle('over', name === 'dragenter' || name === 'dragover');
  if (name === 'drop') Array.from(event.dataTransfer.files).forEach(add);
}));

// What an earlier page left half way
const offer = async () => {
  const known = await Promise.all(upload.halves().map(async (half) => ({ ...half, sent: await upload.where(half).catch(() => null) })));
  halves = known.filter((half) => half.sent !== null);
  if (!halves.length || files.length) return;
  $('#half').textContent = halves.map((half) => word('half', { name: half.name, sent: megabytes(half.sent), size: megabytes(half.size) })).join(' ');
  show();
};

// The sentences, kept as they are typed
const writing = (area, kept) => {
  let timer = 0, saved = '';
  area.value = batch.words || '';
  const save = async () => {
    const text = area.value;
    if (text === saved) return;
    try {
      const answer = await fetch('/_studio/phone/words', {
        method: 'POST',
        keepalive: true,
        headers: { 'Content-Type': 'application/json', 'Accept-Language': document.documentElement.lang },
        body: JSON.stringify({ batch: batch.id, post: choice.value, words: text }),
      });
      if (!answer.ok) throw new Error(answer.status);
      saved = text;
      kept.textContent = area.value === text ? words.kept : '';
    } catch {
      kept.textContent = words.unkept;
      clearTimeout(timer);
      timer = setTimeout(save, 3000);
    }
  };
  area.addEventListener('input', () => { batch.words = area.value; keep(); kept.textContent = ''; clearTimeout(timer); timer = setTimeout(save, 600); });
  area.addEventListener('blur', save);
  document.addEventListener('visibilitychange', save);
  save();
};

// On the computer: what phones send meanwhile
const LOOK_MS = 2000;
const watch = async (section) => {
  setTimeout(watch, LOOK_MS, section);
  if (document.hidden) return;
  const answer = await fetch('/_studio/upload').catch(() => Response.error());
  const { files: coming } = answer.ok ? await answer.json() : { files: [] };
  const own = files.map((file) => file.name);
  const rows = coming.filter((file) => !own.includes(file.name)).map((file) => {
    const row = document.createElement('li'), bar = document.createElement('progress');
    Object.assign(bar, { max: file.size, value: file.received });
    bar.setAttribute('aria-label', file.name);
    row.className = 'coming';
    row.append(`${file.name}: ${megabytes(file.received)} / ${megabytes(file.size)} ${words.mb}`, bar);
    return row;
  });
  section.hidden = !rows.length;
  $('ul', section).replaceChildren(...rows);
};

show();
offer();
if ($('#arriving')) watch($('#arriving'));
if ($('#words')) writing($('#words'), $('#kept'));
