/* The first page: begins a post, and follows what happens to the others. */
import { follow, refresh, send } from './studio.js';

document.querySelectorAll('[data-new]').forEach((tile) => {
  tile.addEventListener('click', async () => {
    tile.disabled = true;
    const answer = await send('/_studio/new', { kind: tile.dataset.new });
    tile.disabled = false;
    if (answer.ok) location.assign(answer.url);
    document.getElementById('new-failed').hidden = answer.ok;
  });
});

// Progress by what this page has seen: how much was done since it first looked.
const since = new Map();
const left = (key, share) => {
  if (!since.has(key)) since.set(key, [share, Date.now()]);
  const [before, at] = since.get(key);
  return share - before > 0.02 ? ((Date.now() - at) / 1000) * ((1 - share) / (share - before)) : Infinity;
};
const spoken = (seconds) => {
  if (!Number.isFinite(seconds)) return '';
  const unit = seconds < 100 ? ['second', Math.max(10, Math.ceil(seconds / 10) * 10)] : ['minute', Math.ceil(seconds / 60)];
  const style = { style: 'unit', unit: unit[0], unitDisplay: 'short' };
  const time = new Intl.NumberFormat(document.documentElement.lang, style).format(unit[1]);
  return ` · ${document.body.dataset.left.replace('{time}', time)}`;
};
let shares = {};
const draw = () => document.querySelectorAll('[data-making]').forEach((box) => {
  const keys = box.dataset.making.split(' ');
  const running = keys.filter((key) => key in shares);
  const share = running.reduce((sum, key) => sum + shares[key], 0) / keys.length;
  box.querySelector('progress').value = share;
  const seconds = running.reduce((sum, key) => sum + left(key, shares[key]), 0);
  box.querySelector('.num').textContent = running.length ? `${Math.round(share * 100)} %${spoken(seconds)}` : '';
});

let number;
follow(async (event) => {
  shares = event.shares;
  draw();
  // The first event, too: something may have changed since the page was sent.
  if (event.number !== number) await refresh(['posts-live', 'aside-live', 'foot-live']);
  number = event.number;
  draw();
});
