/* Lets phones in and shuts them out, and follows what the deputy does. */
import { follow, refresh, send } from './studio.js';

const LIVE = ['way-live', 'state-live'];
let failed = false;

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-network]');
  if (!button) return;
  button.disabled = true;
  const opens = button.dataset.network === 'open';
  const answer = await send('/_studio/phones/network', { open: opens });
  const { open } = answer.ok ? await answer.json() : {};
  button.disabled = false;
  failed = opens && !open;
  if (!failed) location.reload();
  document.querySelectorAll('[data-no-network]').forEach((line) => { line.hidden = !failed; });
});

document.addEventListener('change', async (event) => {
  if (!event.target.matches('[data-publishing]')) return;
  const box = event.target;
  const answer = await send('/_studio/phones/publishing', { may: box.checked });
  box.checked = answer.ok ? (await answer.json()).may : !box.checked;
});

let seen;
follow(async ({ number, readers }) => {
  const now = JSON.stringify([number, readers]);
  if (seen !== now && !failed) await refresh(LIVE); // at first, too: it may have changed meanwhile
  seen = now;
});
