/* The clip feed. Until the first tap nothing of a clip is loaded but its poster. That tap starts the page's one
   <video>, which then moves from clip to clip: Safari lets an element that was tapped go on with sound, no other. */
(() => {
  'use strict';
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const doc = document.documentElement;
  const box = document.querySelector('main');
  const stops = all('.clip'); // the end is one of them
  const count = document.querySelector('[data-count]');
  const switches = all('.switch a');
  const sparing = (navigator.connection || {}).saveData;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const isWide = matchMedia('(min-width: 601px)').matches;
  const byHand = sparing || calm; // each clip waits for a tap of its own
  const video = document.createElement('video');
  let now = -1; // the clip on the screen
  let goal = 0; // where it is going
  let loaded = -1; // the clip in the video
  let queue = []; // its further files
  let tapped = false;
  let stirred = false;

  video.setAttribute('playsinline', '');
  video.preload = 'none';

  // What the reader's connection was asked to carry comes first: the small file on a phone. Of these,
  // what the browser is sure to play.
  const filesOf = (plain) => {
    const sources = all('source', plain);
    const small = sources.filter((one) => one.media);
    const others = sources.filter((one) => !one.media);
    const ordered = isWide && !sparing ? others.concat(small) : small.concat(others);
    return ['probably', 'maybe'].reduce(
      (files, sure) => files.concat(ordered.filter((one) => video.canPlayType(one.type) === sure)), []);
  };
  const clips = all('.clip .tap').map((tap) => {
    const clip = tap.closest('.clip');
    // With scripts on, what stands in <noscript> is text: it is read without loading anything.
    const plain = new DOMParser().parseFromString(clip.querySelector('noscript').textContent, 'text/html');
    const files = filesOf(plain);
    const size = clip.querySelector('.size');
    if (size && files.length) size.textContent = files[0].dataset.size;
    tap.hidden = false;
    return {
      clip,
      tap,
      files: files.map((one) => one.getAttribute('src')),
      track: all('track', plain).find((one) => one.srclang === doc.lang),
      stage: clip.querySelector('.stage'),
      image: clip.querySelector('img'),
      focus: (/\bf\d+/.exec(clip.querySelector('img').className) || [''])[0],
      progress: clip.querySelector('.progress'),
      cue: clip.querySelector('.cue'),
    };
  });

  // iOS before 14 has no WebP.
  all('img[data-jpeg]').forEach((image) => {
    const takeJpeg = () => {
      image.onerror = null;
      image.src = image.dataset.jpeg;
    };
    image.onerror = takeJpeg;
    if (image.complete && !image.naturalWidth) takeJpeg();
  });

  // state: "on" while it plays, "wait" while it is about to
  const mark = (one, state) => {
    if (!one) return;
    one.clip.classList.toggle('on', state === 'on');
    one.clip.classList.toggle('wait', state === 'wait');
    one.tap.setAttribute('aria-pressed', String(state !== ''));
  };
  const say = (words) => {
    const { cue } = clips[loaded];
    if (!cue) return;
    cue.hidden = !words;
    cue.firstElementChild.textContent = words;
  };
  // "hidden": the browser reads the words, and the page shows them, large and clear of the title.
  const addCaptions = (number) => {
    const element = video.appendChild(clips[number].track.cloneNode());
    const track = element.track;
    track.mode = 'hidden';
    track.addEventListener('cuechange', () => {
      if (number !== loaded) return;
      const words = Array.from(track.activeCues || []).map((cue) => cue.getCueAsHTML().textContent);
      say(words.join(' ').replace(/\s+/g, ' ').trim());
    });
  };
  const play = () => {
    mark(clips[loaded], 'wait');
    if (clips[loaded].track && !video.querySelector('track')) addCaptions(loaded);
    video.play().catch((error) => {
      if (error.name === 'NotAllowedError') mark(clips[loaded], '');
    });
  };
  const rest = () => {
    if (loaded < 0) return;
    video.pause();
    mark(clips[loaded], '');
    say('');
  };
  const next = () => {
    const file = queue.shift();
    if (!file) return mark(clips[loaded], '');
    video.src = file;
    return play();
  };
  // The clip in the video, of which nothing is loaded before it plays.
  const prepare = (number) => {
    const { tap, image, files, focus, stage } = clips[number];
    rest();
    loaded = number;
    all('track', video).forEach((one) => one.remove());
    video.setAttribute('aria-label', tap.getAttribute('aria-label'));
    video.className = focus;
    video.poster = image.src;
    ['width', 'height'].forEach((name) => video.setAttribute(name, image.getAttribute(name)));
    queue = files.slice();
    video.src = queue.shift() || '';
    stage.appendChild(video);
  };
  const open = (number) => {
    prepare(number);
    play();
  };
  const toggle = (number) => {
    tapped = true;
    if (number !== loaded || video.error) open(number);
    else if (video.paused) play();
    else video.pause();
  };

  const at = () => Math.round(box.scrollTop / (box.clientHeight || 1));
  const go = (number) => {
    const stop = stops[number];
    if (!stop) return;
    goal = number;
    stop.scrollIntoView({ behavior: calm ? 'auto' : 'smooth' });
    if (stops.some((one) => one.contains(document.activeElement))) {
      (stop.querySelector('.tap') || stop.querySelector('a')).focus({ preventScroll: true });
    }
  };
  const showPoster = (number) => {
    const image = stops[number] && stops[number].querySelector('img[data-src]');
    if (!image) return;
    image.src = image.dataset.src;
    image.removeAttribute('data-src');
  };
  // The clip that has come to rest on the screen.
  const see = (number) => {
    showPoster(number);
    if (stirred) showPoster(number + 1);
    if (number === now) return;
    const moved = now >= 0;
    now = number;
    goal = number;
    count.textContent = clips[number] ? `${number + 1} / ${clips.length}` : '';
    const anchor = clips[number] ? `#${clips[number].clip.id}` : '';
    if (moved && anchor) history.replaceState(history.state, '', anchor);
    switches.forEach((one) => { one.hash = anchor; });
    if (number === loaded && !video.paused) return;
    rest();
    if (tapped && !byHand && clips[number]) open(number);
  };

  video.addEventListener('playing', () => {
    mark(clips[loaded], 'on');
    stir();
  });
  video.addEventListener('waiting', () => { if (!video.paused) mark(clips[loaded], 'wait'); });
  video.addEventListener('pause', () => mark(clips[loaded], ''));
  video.addEventListener('timeupdate', () => {
    clips[loaded].progress.style.width = `${(100 * video.currentTime) / (video.duration || 1)}%`;
  });
  video.addEventListener('error', () => { if (video.error) next(); });
  video.addEventListener('ended', () => {
    rest();
    if (!byHand && now === loaded) go(now + 1);
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) video.pause(); });

  clips.forEach((one, number) => one.clip.addEventListener('click', (event) => {
    if (!event.target.closest('a')) toggle(number);
  }));

  // The next poster is fetched once the reader shows signs of going on.
  function stir() {
    stirred = true;
    showPoster(now + 1);
  }
  ['touchstart', 'wheel', 'mousedown', 'keydown'].forEach(
    (name) => addEventListener(name, stir, { passive: true, once: true }));

  let timer;
  box.addEventListener('scroll', () => {
    clearTimeout(timer);
    timer = setTimeout(() => see(at()), 120);
  }, { passive: true });
  addEventListener('resize', () => { if (now >= 0) box.scrollTop = now * box.clientHeight; });
  const STEPS = { ArrowDown: 1, PageDown: 1, j: 1, ArrowUp: -1, PageUp: -1, k: -1 };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const step = STEPS[event.key];
    const isFree = !event.target.closest('a, button');
    if (step) go(goal + step);
    else if (event.key === ' ' && isFree && clips[now]) toggle(now);
    else return;
    event.preventDefault();
  });
  all('.hop').forEach((one) => { one.hidden = false; });
  all('[data-hop]').forEach((one) => {
    one.addEventListener('click', () => go(goal + Number(one.dataset.hop)));
  });

  // A link to one clip: #clip-3
  const first = stops.findIndex((one) => `#${one.id}` === location.hash);
  if (first > 0) box.scrollTop = first * box.clientHeight;
  see(Math.max(first, 0));
  if (clips[now]) prepare(now);
})();
