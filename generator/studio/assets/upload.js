// Sends a file to the computer piece by piece, and goes on wherever a line breaks (tus 1.0):
//   upload(file, { post, batch, onProgress, onState }) -> { promise, abort }
// onProgress(sent, size): bytes that the computer has. onState(state, said): "waiting" for its
// turn, "going", "lost" (tried again by itself), "held" (so is this; `said` tells why), "done".
// promise: the file's path in content/; it fails with an error that has `kind`: "unreadable" (the
// file is to be chosen again), "refused" (`said` tells why), "stopped". Whoever stops an upload
// also has the computer forget it.
// upload.halves() -> what an earlier page of this browser did not send to its end.
// It is a script and a module alike: a page may load it or import it.
{
  const UPLOADS = '/_studio/upload', MEMORY = 'jarshy-uploads';
  const LEAST = 2 ** 18, FIRST = 2 ** 20, MOST = 2 ** 22; // bytes of a piece
  const QUIET_MS = 30000; // without a byte: Safari leaves requests hanging
  const WAITS_MS = [0, 1000, 3000, 5000, 10000, 20000];
  const AT_ONCE = 3;
  const WEEK_MS = 7 * 24 * 3600 * 1000; // the computer keeps halves as long

  const failure = (kind, more = {}) => Object.assign(new Error(kind), { kind, ...more });

  // What is half sent, by file. iPhones make a new file at each choice, which none of these is.
  const recall = () => {
    try { return JSON.parse(localStorage.getItem(MEMORY)) || {}; } catch { return {}; }
  };
  const remember = (key, half) => {
    const halves = recall();
    if (half) halves[key] = half; else delete halves[key];
    try { localStorage.setItem(MEMORY, JSON.stringify(halves)); } catch { /* then without */ }
  };
  const keyOf = (file, { post = '' }) => [file.name, file.size, file.lastModified, post].join('|');

  const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
    for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
    return byte;
  });
  const crc32 = (bytes) => {
    let sum = -1;
    for (let at = 0; at < bytes.length; at++) sum = (sum >>> 8) ^ CRC[(sum ^ bytes[at]) & 255];
    sum = ~sum;
    return btoa(String.fromCharCode(sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255));
  };
  const base64 = (text) => btoa(Array.from(new TextEncoder().encode(text),
    (byte) => String.fromCharCode(byte)).join(''));

  // Waiting ends at once when the network or the page comes back.
  const sleepers = new Set(), requests = new Set();
  const pause = (milliseconds) => new Promise((done) => {
    const end = () => { clearTimeout(timer); sleepers.delete(end); done(); };
    const timer = setTimeout(end, milliseconds);
    sleepers.add(end);
  });
  const wake = () => sleepers.forEach((end) => end());
  addEventListener('online', wake);
  addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    // A phone that slept has no line any more, and not every browser says so.
    requests.forEach((request) => { if (Date.now() - request.lastByte > 5000) request.abort(); });
    wake();
  });

  const ask = (method, address, headers, body, signal) => new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    const all = { 'Tus-Resumable': '1.0.0', 'Accept-Language': document.documentElement.lang,
      ...headers };
    Object.entries(all).forEach(([name, value]) => request.setRequestHeader(name, value));
    const stop = () => request.abort();
    const watch = setInterval(() => {
      if (Date.now() - request.lastByte > QUIET_MS) request.abort();
    }, 1000);
    const end = (act) => () => {
      clearInterval(watch);
      requests.delete(request);
      signal.removeEventListener('abort', stop);
      act();
    };
    request.lastByte = Date.now();
    request.upload.onprogress = () => { request.lastByte = Date.now(); };
    request.onload = end(() => done(request));
    // Safari fires "abort" when it drops a request by itself.
    request.onerror = request.onabort = end(() => fail(failure(signal.aborted ? 'stopped' : 'lost')));
    signal.addEventListener('abort', stop);
    requests.add(request);
    request.send(body);
  });

  const saidBy = (request) => {
    try { return JSON.parse(request.responseText).said || ''; } catch { return ''; }
  };
  // Of 403 and 429 the cause may go: somebody enters the PIN again, other files arrive.
  const MAY_GO = [403, 408, 423, 429];
  const check = (request, ...wanted) => {
    if (wanted.includes(request.status)) return request;
    if ([409, 460].includes(request.status)) throw failure('lost');
    const said = saidBy(request), status = request.status;
    if (status >= 500 || MAY_GO.includes(status)) throw failure('held', { said, status });
    throw failure('refused', { said, status });
  };

  const begin = async (file, { post = '', batch = '' }, signal) => {
    const metadata = { filename: file.name, filetype: file.type, post, batch };
    const written = Object.entries(metadata).filter(([, value]) => value)
      .map(([name, value]) => `${name} ${base64(value)}`).join(',');
    const headers = { 'Upload-Length': file.size, 'Upload-Metadata': written };
    return check(await ask('POST', UPLOADS, headers, null, signal), 201)
      .getResponseHeader('Location');
  };
  const standing = (request) => ({
    offset: Number(request.getResponseHeader('Upload-Offset')),
    place: decodeURIComponent(request.getResponseHeader('Jarshy-Place') || ''),
  });
  const where = async (address, signal) => {
    const request = await ask('HEAD', address, {}, null, signal);
    return [404, 410].includes(request.status) ? null : standing(check(request, 200));
  };
  // As bytes: Safari never ends a request whose body is a piece of a file.
  const read = async (file, offset, size) => {
    try {
      return new Uint8Array(await file.slice(offset, offset + size).arrayBuffer());
    } catch {
      throw failure('unreadable');
    }
  };
  const send = async (address, offset, bytes, signal) => standing(check(await ask('PATCH', address, {
    'Content-Type': 'application/offset+octet-stream',
    'Upload-Offset': offset,
    'Upload-Checksum': `crc32 ${crc32(bytes)}`,
  }, bytes, signal), 204));

  const sendAll = async (file, options, signal, tell) => {
    const key = keyOf(file, options);
    let address = recall()[key]?.address || '', isSure = false, size = FIRST, failures = 0;
    let now = { offset: 0, place: '' };
    while (!now.place) {
      try {
        if (!address) {
          address = await begin(file, options, signal);
          now = { offset: 0, place: '' };
          remember(key, { address, name: file.name, size: file.size, changed: file.lastModified, at: Date.now(), ...options });
        } else if (!isSure) {
          now = await where(address, signal);
          if (!now) { address = ''; now = { offset: 0, place: '' }; continue; }
        }
        isSure = true;
        tell.state('going');
        tell.progress(now.offset, file.size);
        const bytes = await read(file, now.offset, size), started = Date.now();
        // Of a whole file the last piece is empty: the computer then tries again to keep it.
        if (!now.place) now = await send(address, now.offset, bytes, signal);
        const tookMs = Date.now() - started;
        size = tookMs < 1000 ? Math.min(MOST, size * 2) : tookMs > 4000 ? Math.max(FIRST, size / 2) : size;
        failures = 0;
      } catch (error) {
        if (signal.aborted) throw Object.assign(failure('stopped'), { address, key });
        if (error.kind === 'refused' || error.kind === 'unreadable') {
          if (error.kind === 'refused') remember(key, null);
          throw error;
        }
        if (error.kind !== 'lost' && error.kind !== 'held') throw error;
        tell.state(error.kind, error.said || '', error.status || 0);
        isSure = false;
        size = Math.max(LEAST, size / 2);
        await pause(WAITS_MS[Math.min(failures++, WAITS_MS.length - 1)]);
        if (signal.aborted) throw Object.assign(failure('stopped'), { address, key });
      }
    }
    remember(key, null);
    tell.progress(file.size, file.size);
    return now.place;
  };

  // Turns: so many files at a time, the others wait.
  let running = 0;
  const queue = [];
  const turn = () => new Promise((done) => { queue.push(done); next(); });
  const next = () => { while (running < AT_ONCE && queue.length) { running++; queue.shift()(); } };

  const upload = (file, options = {}) => {
    const { post = '', batch = '', onProgress = () => {}, onState = () => {} } = options;
    const control = new AbortController();
    const tell = { state: onState, progress: onProgress };
    const promise = (async () => {
      onState('waiting', '', 0);
      await turn();
      try {
        if (control.signal.aborted) throw failure('stopped');
        const place = await sendAll(file, { post, batch }, control.signal, tell);
        onState('done', '', 0);
        return place;
      } catch (error) {
        if (error.kind === 'stopped' && error.address) upload.forget(error);
        throw error;
      } finally {
        running--;
        next();
      }
    })();
    return { promise, abort: () => { control.abort(); wake(); } };
  };

  upload.halves = () => Object.entries(recall()).map(([key, half]) => ({ key, ...half }))
    .filter((half) => Date.now() - half.at < WEEK_MS);
  // How much of a half the computer has, in bytes; null where it knows of none.
  upload.where = async (half) => {
    const now = await where(half.address, new AbortController().signal);
    if (!now || now.place) remember(half.key, null);
    return now && !now.place ? now.offset : null;
  };
  upload.forget = ({ key, address }) => {
    remember(key, null);
    ask('DELETE', address, {}, null, new AbortController().signal).catch(() => {});
  };
  globalThis.upload = upload;
}
