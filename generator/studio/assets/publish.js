/* The publishing page: shows the part that the server is at, and sends what is pressed. */
import { say, send, showLost } from './studio.js';

const QUICK_MS = 500, SLOW_MS = 2000;
const part = document.getElementById('part');
const all = (query, from = part) => [...from.querySelectorAll(query)];
const at = (name) => `/_studio/publish/${name}`;
let spoken = -1;

/** The part anew, with the choices that were made in it where it is the same question. */
const renew = async (number) => {
  const answer = await fetch(at('part') + location.search);
  if (!answer.ok) return;
  const html = await answer.text();
  const ticked = all('[name=agreed]:checked').map((box) => box.value);
  part.innerHTML = html;
  part.dataset.number = number;
  all('[name=agreed]').forEach((box) => { box.checked = ticked.includes(box.value); });
  const next = part.querySelector('[data-focus], [data-missing]:not([hidden]), [name=password]');
  scrollTo(0, 0);
  if (next) next.focus({ preventScroll: true });
  const missing = part.querySelector('[data-missing]');
  if (missing && !missing.hidden) name(missing);
};

const show = (state) => {
  all('[data-percent]').forEach((bar) => { bar.value = state.percent; });
  all('[data-kit]').forEach((bar) => { bar.value = state.kits[bar.dataset.kit] || 0; });
  all('[data-figure]').forEach((place) => { place.textContent = state[place.dataset.figure]; });
  const tenth = Math.floor(state.percent / 10);
  if (state.phase === 'sending' && tenth > spoken && tenth % 2 === 0) say([state.files_sent, state.left].filter(Boolean).join(', '));
  spoken = state.phase === 'sending' ? tenth : -1;
};

let timer;
const look = async () => {
  clearTimeout(timer);
  let pause = SLOW_MS;
  try {
    const answer = await fetch(at('state'));
    showLost(false);
    if (answer.ok) {
      const state = await answer.json();
      if (state.number !== part.dataset.number) await renew(state.number);
      show(state);
      if (state.busy || all('[data-kit]').length) pause = QUICK_MS;
    }
  } catch { showLost(true); }
  if (!document.hidden) timer = setTimeout(look, pause);
};
document.addEventListener('visibilitychange', look);

const act = async (name, values) => {
  all('button').forEach((button) => { button.disabled = true; });
  await send(at(name), values);
  await look();
  all('button').forEach((button) => { button.disabled = false; });
};

/** Names what still has to be ticked, and leads there. */
const name = (missing) => {
  const list = missing.querySelector('[data-missing-list]');
  list.replaceChildren(...all('[name=agreed]:not(:checked)').map((box) => {
    const line = document.createElement('li'), link = document.createElement('a');
    link.href = `#${box.dataset.at}`; link.textContent = box.dataset.number;
    line.append(link);
    return line;
  }));
};

const publish = (form) => {
  const open = all('[name=agreed]:not(:checked)', form), missing = form.querySelector('[data-missing]');
  missing.hidden = !open.length;
  if (open.length) { name(missing); missing.focus(); return; }
  const twin = form.querySelector('[name=twin]:checked'), drops = form.querySelector('[name=drops]');
  act('go', {
    agreed: all('[name=agreed]:checked', form).map((box) => box.value),
    twin: twin ? twin.value : '', drops: Boolean(drops && drops.checked),
  });
};

const FORMS = {
  go: publish,
  password: (form) => {
    const keep = form.querySelector('[name=keep]'), field = form.querySelector('[name=password]');
    act('password', { password: field.value, keep: Boolean(keep && keep.checked) });
    field.value = '';
  },
  off: (form) => {
    const forget = form.querySelector('[name=forget]');
    act('off', { post: form.querySelector('[name=post]').value, forget: forget.type === 'hidden' || forget.checked });
  },
};

/** The clipboard needs https or this computer; a phone gets the old way. */
const copy = async (area, button) => {
  try { await navigator.clipboard.writeText(area.value); } catch { area.select(); document.execCommand('copy'); }
  say(button.dataset.said);
  button.querySelector('[data-copied]').hidden = false;
};

const open = (button, isOpen) => {
  const id = button.dataset.open || button.dataset.close, panel = document.getElementById(id);
  panel.hidden = !isOpen;
  const opener = part.querySelector(`[data-open=${id}]`);
  opener.setAttribute('aria-expanded', isOpen);
  (isOpen ? panel.querySelector('select, button') : opener).focus();
};

part.addEventListener('submit', (event) => {
  event.preventDefault();
  FORMS[event.target.dataset.form](event.target);
});
part.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.act) act(button.dataset.act, JSON.parse(button.dataset.values || '{}'));
  else if (button.dataset.open) open(button, document.getElementById(button.dataset.open).hidden);
  else if (button.dataset.close) open(button, false);
  else if ('copy' in button.dataset) copy(button.parentElement.querySelector('textarea'), button);
});

part.dataset.ready = 'yes';  // buttons are heard from here on
// Who came for the kit of a post asked for no check.
if (part.dataset.stale === 'yes' && !location.search) act('check', {}); else look();
