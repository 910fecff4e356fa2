/* Where the site stands: tries it, and keeps it at the button. */
import { send } from './studio.js';

const LOOK_MS = 400;
const form = document.getElementById('where'), wrong = document.getElementById('wrong');
const all = (query, from = form) => [...from.querySelectorAll(query)];

const values = () => ({
  digest: form.dataset.digest, ...Object.fromEntries(new FormData(form)),
});
const line = (one) => {
  const item = document.createElement('li');
  item.textContent = [one.where, one.what, one.hint].filter(Boolean).join(' — ');
  return item;
};
const show = (state) => {
  all('[data-phase]').forEach((note) => { note.hidden = note.dataset.phase !== state.phase; });
  const note = form.querySelector(`[data-phase=${state.phase}]`);
  const list = note && note.querySelector('[data-problems]');
  if (list) list.replaceChildren(...state.problems.map(line));
  if (state.fingerprint) form.querySelector('[data-fingerprint]').textContent = state.fingerprint;
};
const look = async () => {
  const answer = await fetch('/_studio/setup/test').catch(() => Response.error());
  if (!answer.ok) return;
  const state = await answer.json();
  show(state);
  if (state.phase === 'checking') setTimeout(look, LOOK_MS);
};

const fields = () => {
  const kind = form.elements.kind.value;
  all('[data-kind]').forEach((part) => { part.hidden = !part.dataset.kind.split(' ').includes(kind); });
};
all('[name=kind]').forEach((choice) => choice.addEventListener('change', fields));
fields();

document.getElementById('test').addEventListener('click', async () => {
  wrong.hidden = true;
  show({ phase: 'checking' });
  await send('/_studio/setup/test', values());
  look();
});
all('[data-key]').forEach((button) => button.addEventListener('click', async () => {
  show({ phase: 'checking' });
  await send('/_studio/setup/key', { theirs: button.dataset.key === 'yes' });
  look();
}));

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  wrong.hidden = true;
  const answer = await send('/_studio/setup/where', values());
  if (answer.type === 'error') return;
  const kept = await answer.json();
  if (answer.ok) { location.href = '/_studio/'; return; }
  const [what, hint] = wrong.querySelectorAll('p');
  what.textContent = [kept.where, kept.what].filter(Boolean).join(': ');
  hint.textContent = kept.hint || '';
  wrong.hidden = false;
  wrong.focus();
});
