/* Opens the studio of another site of the region. */
import { send } from './studio.js';

document.querySelectorAll('[data-site]').forEach((button) => {
  button.addEventListener('click', async () => {
    button.disabled = true;
    const answer = await send('/_studio/deputies', { where: button.dataset.site });
    button.disabled = false;
    document.getElementById('not-opened').hidden = answer.ok;
    if (answer.ok) location.assign((await answer.json()).address);
  });
});
