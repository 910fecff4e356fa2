/* Whose site it is: shows it as it is typed, and keeps it at the button. */
import { send } from './studio.js';

const form = document.getElementById('who'), wrong = document.getElementById('wrong');
const field = (name) => form.elements[name];

const complain = (answer) => {
  const [what, hint] = wrong.querySelectorAll('p');
  what.textContent = [answer.where, answer.what].filter(Boolean).join(': ');
  hint.textContent = answer.hint || '';
  wrong.hidden = false;
  wrong.focus();
};

form.querySelectorAll('[data-mini]').forEach((input) => input.addEventListener('input', () => {
  document.querySelector(`[data-show=${input.dataset.mini}]`).textContent = input.value;
}));
const colour = () => {
  const chosen = form.querySelector('[name=accent]:checked');
  if (chosen) document.documentElement.style.setProperty('--accent', chosen.value);
};
form.querySelectorAll('[name=accent]').forEach((input) => input.addEventListener('change', colour));
colour();

document.getElementById('portrait').addEventListener('change', (event) => {
  const [photo] = event.target.files, face = document.getElementById('face');
  if (!photo) return;
  document.getElementById('chosen').textContent = photo.name;
  face.src = URL.createObjectURL(photo);
  face.hidden = false;
  face.onerror = () => { face.hidden = true; };
});

/** Sends the photo as it is; whether it was kept. */
const sendPortrait = async () => {
  const [photo] = document.getElementById('portrait').files;
  if (!photo) return true;
  const answer = await fetch('/_studio/setup/portrait', { method: 'POST', body: photo, headers: { 'Content-Type': 'application/octet-stream' } });
  if (!answer.ok) complain(await answer.json());
  return answer.ok;
};

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  wrong.hidden = true;
  const texts = (name) => ({ kk: field(`${name}-kk`).value, ru: field(`${name}-ru`).value });
  const values = {
    digest: form.dataset.digest, name: texts('name'), district: texts('district'),
    phone: field('phone').value, whatsapp: field('whatsapp').value, approval: field('approval').checked,
  };
  const chosen = form.querySelector('[name=accent]:checked');
  if (chosen) values.accent = chosen.value;
  const answer = await send('/_studio/setup', values);
  if (answer.type === 'error') return;
  const kept = await answer.json();
  if (!answer.ok) { complain(kept); return; }
  form.dataset.digest = kept.digest;
  if (await sendPortrait()) location.href = form.dataset.next;
});
