/* The editor of a report: photos and clips, texts with advice, who is in it, and the page itself. */

import { say } from './studio.js';
import { fill, open, ready, showClash, showProblems, toast } from './keep.js';

const $ = (query, from = document) => from.querySelector(query);
const $$ = (query, from = document) => [...from.querySelectorAll(query)];
const page = $('#editor'), words = page.dataset, slug = words.slug;
const locales = words.locales.split(' ');
const strip = $('#strip'), coming = new Map();
let keeper, chosen = '', spoken = locales[0];

const base = (name) => name.split('/').pop();
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, '0')}`;
const part = (id) => $(`#${id}`).content.firstElementChild.cloneNode(true);
/** Sets a field unless a person is in it: a list loses the comma that was just typed. */
const put = (field, value) => { if (field.value !== value && document.activeElement !== field) field.value = value; };
/** Sets a text, also under a person's hands: what they typed is owed, and comes back as it is. */
const setText = (field, value) => {
  if (field.value === value) return false;
  const { selectionStart, selectionEnd } = field;
  field.value = value;
  if (document.activeElement === field) field.setSelectionRange(selectionStart, selectionEnd);
  return true;
};
const mine = (values) => keeper.changed(values);
const note = (name, values) => keeper.changed({ media: { [base(name)]: values } });

// Texts, with advice in a mirror behind them

const fields = (locale) => [$(`[data-title="${locale}"]`), $(`[data-text="${locale}"]`)];
const grow = (area) => { if (!CSS.supports('field-sizing', 'content')) { area.style.height = 'auto'; area.style.height = `${area.scrollHeight + 4}px`; } };
const showTexts = (state) => locales.forEach((locale) => {
  const text = keeper.textOf(locale), [title, area] = fields(locale), kept = state.texts[locale];
  if (!title) return;
  setText(title, text.title);
  title.placeholder = kept.suggested || '';
  if (setText(area, text.text)) { advise(area); grow(area); }
  title.disabled = area.disabled = kept.locked;
  const wrong = $(`[data-wrong="${locale}"]`);
  wrong.hidden = !kept.problem;
  wrong.textContent = kept.problem;
});
const waits = new Map();
const advise = (area) => { clearTimeout(waits.get(area)); waits.set(area, setTimeout(() => askAdvice(area), 300)); };
const askAdvice = async (area) => {
  const text = area.value, locale = area.dataset.text;
  const clip = keeper.state.media.some((item) => item.kind === 'clip');
  try {
    const answer = await fetch('/_studio/advice', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ locale, text, clip }) });
    if (answer.ok && area.value === text) showAdvice(area, await answer.json());
  } catch { showAdvice(area, null); } // the bar says that the studio is gone
};
const marked = new Map(); // what was marked last, by field: the text and its marks
/** While a person types: what is marked before that place stays, until new advice comes. */
const keepMarks = (area) => {
  const before = marked.get(area);
  if (!before) return;
  let same = 0;
  while (same < area.value.length && area.value[same] === before.text[same]) same++;
  paint(area, before.marks.filter((mark) => mark.end <= same));
};
const paint = (area, marks) => {
  const text = area.value, placed = marks.filter((mark) => mark.end > mark.start);
  const cuts = [...new Set([0, text.length, ...placed.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
  const pieces = cuts.slice(0, -1).map((cut, at) => {
    const end = cuts[at + 1], over = placed.filter((mark) => mark.start <= cut && mark.end >= end);
    if (!over.length) return text.slice(cut, end);
    const piece = document.createElement('mark');
    if (over.some((mark) => mark.wrong)) piece.className = 'err';
    piece.textContent = text.slice(cut, end);
    return piece;
  });
  // A textarea shows the empty line after a last line end, a block does not.
  area.previousElementSibling.replaceChildren(...pieces, '\u200b');
};
/** Marks and lines of advice; none of either where nobody could be asked. */
const showAdvice = (area, given) => {
  const marks = given || [], text = area.value;
  marked.set(area, { text, marks });
  paint(area, marks);
  const list = $(`#advice-${area.dataset.text}`);
  list.replaceChildren(...marks.slice(0, 3).map((mark) => adviceLine(area, mark)));
  if (given && !marks.length && text.trim()) list.append(part('fine'));
  if (given && document.activeElement === area) say(marks.length ? fill(words.advice, { count: marks.length }) : words.fine);
};
const adviceLine = (area, mark) => {
  const line = part('advice-line'), button = $('button', line);
  const piece = area.value.slice(mark.start, mark.end);
  line.classList.toggle('err', mark.wrong);
  $('.says', line).textContent = mark.said;
  button.hidden = mark.end === mark.start;
  button.textContent = mark.mend ? words.mend : words.look;
  button.addEventListener('click', () => {
    area.focus();
    if (area.value.slice(mark.start, mark.end) !== piece) return; // typed on: new advice is coming
    if (!mark.mend) { area.setSelectionRange(mark.start, mark.end); return; }
    area.setRangeText(mark.mend, mark.start, mark.end, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return line;
};
locales.forEach((locale) => {
  const [title, area] = fields(locale);
  if (!title) return;
  const typed = () => keeper.typed(locale, title.value, area.value);
  title.addEventListener('input', typed);
  area.addEventListener('input', () => { typed(); keepMarks(area); advise(area); grow(area); });
  area.addEventListener('scroll', () => { area.previousElementSibling.scrollTop = area.scrollTop; });
  [title, area].forEach((field) => field.addEventListener('focus', () => { spoken = locale; showLive(keeper.state); }));
});

// The strip

const order = () => $$('.shot[data-name]', strip).map((shot) => shot.dataset.name);
const picture = (item) => `${keeper.address}/picture/${item.name.split('/').map(encodeURIComponent).join('/')}?${item.key}`;
const hasAlt = (item) => { const alt = keeper.noteOf(base(item.name)).alt; return typeof alt === 'string' ? alt : alt && Object.values(alt).some(Boolean); };
// A post that is held back has no pictures: those that were seen before stay.
const seen = new Map();
const withSeen = (item) => {
  if (item.kind !== 'waiting') seen.set(item.name, item);
  else if (!item.problem && seen.has(item.name)) return { ...seen.get(item.name), note: item.note };
  return item;
};
const showStrip = (state) => {
  state.media = state.media.map(withSeen);
  const shots = new Map($$('.shot[data-name]', strip).map((shot) => [shot.dataset.name, shot]));
  const names = new Set(state.media.map((item) => item.name));
  shots.forEach((shot, name) => { if (!names.has(name)) shot.remove(); });
  state.media.forEach((item, at) => {
    const shot = shots.get(item.name) || newShot(item.name);
    if (strip.children[at] !== shot) strip.insertBefore(shot, strip.children[at] || null);
    dress(shot, item);
  });
  coming.forEach((shot) => strip.append(shot));
  strip.hidden = !strip.children.length;
  $('#no-media').hidden = !!strip.children.length;
  $('#in-order').hidden = state.media.length < 2;
  if (chosen && !names.has(chosen)) { chosen = ''; inspect(); }
};
const newShot = (name) => {
  const shot = part('shot');
  shot.dataset.name = name;
  $('button', shot).setAttribute('aria-label', name);
  return shot;
};
const dress = (shot, item) => {
  const image = $('img', shot), address = item.key ? picture(item) : '';
  if (address && image.dataset.from !== address) {
    image.dataset.from = address;
    image.src = address;
    image.onload = () => { image.hidden = false; $('.blank', shot).hidden = true; };
    image.onerror = () => { delete image.dataset.from; setTimeout(() => keeper.refresh(), 1000); };
  }
  shot.classList.toggle('wait', item.kind === 'waiting' && !item.problem);
  $('.mark.top', shot).hidden = !item.cover;
  const low = $('.mark.low', shot);
  low.textContent = item.problem ? words.bad : item.kind === 'clip' ? `▶ ${item.length}` : item.kind === 'photo' && !hasAlt(item) ? words.describe : '';
  low.classList.toggle('bad', !!item.problem);
  low.hidden = !low.textContent;
  $('button', shot).setAttribute('aria-pressed', String(item.name === chosen));
};
const find = (name) => keeper.state.media.find((item) => item.name === name);
const choose = (name) => {
  chosen = chosen === name ? '' : name;
  $$('.shot[data-name] > button', strip).forEach((button) => button.setAttribute('aria-pressed', String(button.parentNode.dataset.name === chosen)));
  inspect();
};
const reorder = (names) => {
  const items = new Map(keeper.state.media.map((item) => [item.name, item]));
  keeper.state.media = names.map((name) => items.get(name));
  showStrip(keeper.state);
  mine({ order: names.map(base) });
};
const move = (name, by) => {
  const names = order(), at = names.indexOf(name), to = at + by;
  if (at < 0 || to < 0 || to >= names.length) return;
  names.splice(at, 1);
  names.splice(to, 0, name);
  reorder(names);
  say(fill(words.moved, { place: to + 1 }));
};
strip.addEventListener('click', (event) => { const shot = event.target.closest('.shot[data-name]'); if (shot) choose(shot.dataset.name); });
strip.addEventListener('keydown', (event) => {
  const shot = event.target.closest('.shot[data-name]');
  if (!shot || !event.altKey || !['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
  event.preventDefault();
  move(shot.dataset.name, event.key === 'ArrowLeft' ? -1 : 1);
  $('button', shot).focus();
});
let held;
strip.addEventListener('dragstart', (event) => { held = event.target.closest('.shot[data-name]'); if (held) { held.classList.add('dragging'); event.dataTransfer.effectAllowed = 'move'; event.dataTransfer.setData('text/plain', held.dataset.name); } });
strip.addEventListener('dragover', (event) => {
  if (!held) return;
  event.preventDefault();
  $$('.aim', strip).forEach((shot) => shot.classList.remove('aim'));
  const over = event.target.closest('.shot[data-name]');
  if (over && over !== held) over.classList.add('aim');
});
strip.addEventListener('drop', (event) => {
  const over = event.target.closest('.shot[data-name]');
  if (!held || !over) return;
  event.preventDefault();
  event.stopPropagation();
  const name = held.dataset.name, names = order().filter((other) => other !== name);
  if (over !== held) { names.splice(names.indexOf(over.dataset.name), 0, name); reorder(names); say(fill(words.moved, { place: names.indexOf(name) + 1 })); }
});
strip.addEventListener('dragend', () => { held = undefined; $$('.aim, .dragging', strip).forEach((shot) => shot.classList.remove('aim', 'dragging')); });
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !chosen) return;
  const name = chosen;
  choose(name);
  const shot = $$('.shot[data-name]', strip).find((other) => other.dataset.name === name);
  if (shot) $('button', shot).focus();
});

// What belongs to one photo or clip

const inspect = () => {
  const old = $('.inspect');
  if (old) old.remove();
  const item = chosen && find(chosen);
  if (!item) return;
  const panel = part(item.kind === 'clip' ? 'of-clip' : item.kind === 'photo' ? 'of-photo' : 'of-file');
  panel.setAttribute('aria-label', item.name);
  panel.dataset.name = item.name;
  strip.after(panel);
  const said = $('.problem', panel);
  said.hidden = !item.problem;
  said.textContent = item.problem;
  $$('[data-move]', panel).forEach((button) => button.addEventListener('click', () => move(item.name, Number(button.dataset.move))));
  $$('[data-cover]', panel).forEach((button) => button.addEventListener('click', () => {
    keeper.state.media.forEach((other) => { other.cover = other.name === item.name; });
    mine({ cover: base(item.name) });
    showStrip(keeper.state);
    say(words.isCover);
  }));
  $('[data-remove]', panel).addEventListener('click', () => takeOut(item));
  $('[data-shut]', panel).addEventListener('click', () => { choose(item.name); const shot = $$('.shot[data-name]', strip).find((other) => other.dataset.name === item.name); if (shot) $('button', shot).focus(); });
  $$('[data-alt]', panel).forEach((field) => {
    const alt = keeper.noteOf(base(item.name)).alt || '';
    field.value = typeof alt === 'string' ? alt : alt[field.dataset.alt] || '';
    field.addEventListener('input', () => {
      note(item.name, { alt: Object.fromEntries($$('[data-alt]', panel).map((other) => [other.dataset.alt, other.value])) });
      dress($$('.shot[data-name]', strip).find((shot) => shot.dataset.name === item.name), item);
    });
  });
  const credit = $('[data-credit]', panel);
  if (credit) {
    credit.value = keeper.noteOf(base(item.name)).credit || '';
    credit.addEventListener('input', () => note(item.name, { credit: credit.value }));
  }
  if (item.kind === 'photo') aim(panel, item);
  if (item.kind === 'clip') trim(panel, item);
};
const takeOut = async (item) => {
  const rest = order().filter((name) => name !== item.name), at = order().indexOf(item.name);
  const had = keeper.valueOf('order'), wasCover = item.cover;
  if (had && had.length) mine({ order: rest.map(base) });
  if (wasCover) mine({ cover: null });
  const answer = await keeper.do('/remove', { name: item.name });
  if (!answer.ok) { toast(((await answer.json().catch(() => ({}))).said) || words.unsaved); return; }
  const { bin } = await answer.json();
  keeper.state.media = keeper.state.media.filter((other) => other.name !== item.name);
  chosen = '';
  inspect();
  showStrip(keeper.state);
  const next = $$('.shot[data-name] > button', strip)[Math.min(at, rest.length - 1)];
  (next || $('#add')).focus();
  toast(words.gone, words.undo, async () => {
    if (had && had.length) mine({ order: had });
    if (wasCover) mine({ cover: base(item.name) });
    const back = await keeper.do('/restore', { name: bin });
    if (!back.ok) toast(words.unsaved);
    keeper.refresh();
  });
};
const aim = (panel, item) => {
  const focus = $('.focus', panel), images = $$('img', panel);
  let [x, y] = keeper.noteOf(base(item.name)).focus || [.5, .4];
  images.forEach((image) => { image.src = picture(item); });
  const show = () => {
    $('i', focus).style.left = `${x * 100}%`;
    $('i', focus).style.top = `${y * 100}%`;
    $$('.crops img', panel).forEach((image) => { image.style.objectPosition = `${x * 100}% ${y * 100}%`; });
  };
  const set = (newX, newY) => {
    [x, y] = [newX, newY].map((value) => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100);
    show();
    note(item.name, { focus: [x, y] });
  };
  focus.addEventListener('click', (event) => {
    if (!event.detail) return;
    const box = focus.getBoundingClientRect();
    set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });
  focus.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [-.05, 0], ArrowRight: [.05, 0], ArrowUp: [0, -.05], ArrowDown: [0, .05] }[event.key];
    if (!step || event.altKey) return;
    event.preventDefault();
    set(x + step[0], y + step[1]);
  });
  show();
};
const LEAST_SECONDS = 1;
const trim = (panel, item) => {
  const own = keeper.noteOf(base(item.name)), whole = item.seconds;
  const sliders = Object.fromEntries(['from', 'to', 'poster_at'].map((key) => [key, $(`[data-at="${key}"]`, panel)]));
  const values = { from: own.from ?? 0, to: own.to ?? whole, poster_at: own.poster_at ?? -1 };
  let frames;
  const show = () => {
    Object.entries(sliders).forEach(([key, row]) => {
      const at = values[key] < 0 ? values.from : values[key];
      $('input', row).value = at;
      $('input', row).setAttribute('aria-valuetext', clock(at));
      $('output', row).textContent = key === 'poster_at' && values[key] < 0 ? words.auto : clock(at);
    });
    $('.length', panel).textContent = `${clock(whole)} → ${clock(values.to - values.from)}`;
    clearTimeout(frames);
    frames = setTimeout(() => Object.entries(sliders).forEach(([key, row]) => {
      const at = key === 'to' ? Math.max(values.to - .1, 0) : values[key] < 0 ? values.from : values[key];
      const address = `${keeper.address}/frame/${item.name.split('/').map(encodeURIComponent).join('/')}?at=${at.toFixed(1)}&${item.key}`;
      const image = $('img', row);
      if (image.getAttribute('src') !== address) image.src = address;
    }), 250);
  };
  Object.entries(sliders).forEach(([key, row]) => {
    const input = $('input', row);
    input.max = whole;
    input.addEventListener('input', () => {
      values[key] = Number(input.value);
      if (key === 'from') values.from = Math.max(0, Math.min(values.from, values.to - LEAST_SECONDS));
      if (key === 'to') values.to = Math.min(whole, Math.max(values.to, values.from + LEAST_SECONDS));
      show();
      note(item.name, {
        from: values.from > 0 ? values.from : null,
        to: values.to < whole - .05 ? values.to : null,
        ...(key === 'poster_at' ? { poster_at: values.poster_at } : {}),
      });
    });
  });
  $('.captions', panel).hidden = item.captions;
  show();
};

// Files from outside

const add = (files) => [...files].forEach((file) => {
  const shot = part('shot'), button = $('button', shot), low = $('.mark.low', shot);
  const key = `${file.name}|${file.size}|${Math.random()}`;
  shot.classList.add('wait');
  button.setAttribute('aria-label', file.name);
  shot.draggable = false;
  $('.fill', shot).hidden = false;
  low.hidden = true;
  coming.set(key, shot);
  showStrip(keeper.state);
  const megabytes = (bytes) => Math.max(.1, bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
  const done = () => { coming.delete(key); shot.remove(); keeper.refresh(); };
  const start = () => {
    low.hidden = true;
    button.onclick = null;
    let sending;
    try {
      sending = globalThis.upload(file, {
        post: slug,
        onProgress: (sent, size) => {
          $('progress', shot).max = size || 1;
          $('progress', shot).value = sent;
          $('.fill span', shot).textContent = `${megabytes(sent)} / ${megabytes(size)} ${words.mb}`;
        },
      });
    } catch { failed(words.again); return; }
    $('.stop', shot).hidden = false;
    $('.stop button', shot).onclick = () => { sending.abort(); done(); };
    sending.promise.then(done, (error) => { if (error.kind !== 'stopped') failed(error.said); });
  };
  const failed = (said) => {
    low.hidden = false;
    low.textContent = words.again;
    low.classList.add('bad');
    button.onclick = start;
    button.setAttribute('aria-label', `${file.name}: ${words.again}`);
    if (said) toast(`${file.name}: ${said}`);
  };
  start();
});
const drop = $('#drop');
$('#add').addEventListener('change', (event) => { add(event.target.files); event.target.value = ''; });
['dragenter', 'dragover'].forEach((kind) => addEventListener(kind, (event) => {
  if (held || ![...(event.dataTransfer?.types || [])].includes('Files')) return;
  event.preventDefault();
  drop.classList.add('over');
}));
addEventListener('dragleave', (event) => { if (!event.relatedTarget) drop.classList.remove('over'); });
addEventListener('drop', (event) => {
  if (held || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  drop.classList.remove('over');
  add(event.dataTransfer.files);
});

// Facts of the whole post

const showFacts = () => {
  put($('#people'), [].concat(keeper.valueOf('people') || []).join(', '));
  $('#children').checked = !!keeper.valueOf('children');
  $('#consent').checked = !!keeper.valueOf('consent');
  $('#ai').checked = !!keeper.valueOf('ai');
  $('#consent-row').hidden = !$('#children').checked;
  $('#consent-no').hidden = $('#consent').checked;
  put($('#publish-at'), String(keeper.valueOf('publish_at') || '').slice(0, 16));
  const tags = keeper.valueOf('tags') || '';
  $$('[data-tags]').forEach((field) => put(field, tagsOf(tags, field.dataset.tags)));
};
const tagsOf = (tags, locale) => [].concat(typeof tags === 'object' && !Array.isArray(tags) ? tags[locale] || '' : tags).join(', ');
const listed = (text) => text.split(',').map((one) => one.trim()).filter(Boolean);
$('#people').addEventListener('input', (event) => mine({ people: listed(event.target.value) }));
['children', 'consent', 'ai'].forEach((key) => $(`#${key}`).addEventListener('change', (event) => { mine({ [key]: event.target.checked }); showFacts(); }));
$('#publish-at').addEventListener('change', (event) => mine({ publish_at: event.target.value || null }));
$$('[data-tags]').forEach((field) => field.addEventListener('input', () => mine({ tags: Object.fromEntries($$('[data-tags]').map((other) => [other.dataset.tags, other.value])) })));

// The page as a phone shows it

const showLive = (state) => {
  const frame = $('#live'), address = state.pages[spoken] || Object.values(state.pages)[0] || '';
  frame.hidden = !address;
  $('#no-live').hidden = !!address;
  $('#no-live').textContent = state.problems.length ? words.held : words.none;
  if (address && frame.dataset.address !== address) { frame.dataset.address = address; frame.src = address; }
};

const showBin = (state) => {
  const bin = $('#bin');
  bin.hidden = !state.bin.length;
  $('.num', bin).textContent = state.bin.length;
  $('ul', bin).replaceChildren(...state.bin.map((name) => {
    const line = part('binned'), button = $('button', line);
    $('.name', line).textContent = base(name);
    button.setAttribute('aria-label', `${button.textContent}: ${base(name)}`);
    button.addEventListener('click', async () => {
      button.disabled = true;
      const answer = await keeper.do('/restore', { name });
      if (!answer.ok) toast(words.unsaved);
      keeper.refresh();
    });
    return line;
  }));
};

const show = (state, own) => {
  keeper = own;
  showTexts(state);
  showStrip(state);
  showFacts();
  showLive(state);
  showProblems(state);
  showBin(state);
  $('#next').textContent = state.asksDeputy ? words.toDeputy : words.ready;
  if (chosen && !$('.inspect')) inspect();
};
$('#next').addEventListener('click', (event) => { event.preventDefault(); ready(keeper, slug); });
open({ slug, show, clash: (locale, theirs, typed) => showClash(keeper, locale, theirs, typed) });
