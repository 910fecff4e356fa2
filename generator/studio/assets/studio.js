/* What every page of the studio does, and what its own script may use. */

const byId = (id) => document.getElementById(id);

/** Says something to those who listen rather than look. */
export const say = (text) => { byId('say').textContent = text; };

/** Shows on top of the page whether the studio has stopped. */
export const showLost = (isLost) => { byId('lost').hidden = !isLost; };

/** Sends JSON to the studio; the answer, or a response with ok false where nobody answered. */
export const send = async (path, values = {}, method = 'POST') => {
  try {
    const headers = { 'Content-Type': 'application/json' };
    return await fetch(path, { method, headers, body: JSON.stringify(values) });
  } catch {
    showLost(true);
    return Response.error();
  }
};

/** Calls `tell` with each event of the studio: {number, shares}. Pages out of sight let go, for a
    browser has six connections to a server. */
export const follow = (tell) => {
  let events;
  const leave = () => { if (events) events.close(); events = undefined; };
  const listen = () => {
    if (events || document.hidden) return;
    events = new EventSource('/_studio/events');
    events.onopen = () => showLost(false);
    events.onmessage = (event) => tell(JSON.parse(event.data));
    events.onerror = () => {
      showLost(true);
      if (events && events.readyState === EventSource.CLOSED) { leave(); setTimeout(listen, 2000); }
    };
  };
  document.addEventListener('visibilitychange', () => { if (document.hidden) leave(); else listen(); });
  addEventListener('pagehide', leave);
  addEventListener('pageshow', listen);
  addEventListener('online', () => { leave(); listen(); });
  listen();
};

document.querySelectorAll('[data-language]').forEach((button) => {
  button.addEventListener('click', () => {
    const year = 365 * 24 * 60 * 60;
    document.cookie = `jarshy-language=${button.dataset.language}; path=/_studio; max-age=${year}; samesite=strict`;
    location.reload();
  });
});

/** Fetches this page anew and puts its elements of these ids in place of those shown; what had
    the focus keeps it, where it is still there. */
export const refresh = async (ids) => {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => undefined);
  if (!answer || !answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  ids.forEach((id) => {
    const [old, now] = [byId(id), fresh.getElementById(id)];
    if (!old || !now || old.innerHTML === now.innerHTML) return;
    const held = old.contains(document.activeElement) ? document.activeElement : undefined;
    const name = held && (held.id ? `#${held.id}` : held.matches('a[href]') ? `a[href="${CSS.escape(held.getAttribute('href'))}"]` : '');
    old.replaceChildren(...now.childNodes);
    if (name) { const again = old.querySelector(name); if (again) again.focus(); }
  });
};
