/* The player's button and choices, the viewer of photos, sharing.
   All of it works without this file too; the words stand in the page. */
(() => {
  'use strict';
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const show = (one) => { one.hidden = false; };
  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  // Times. The page may be older than today: what is over says so, what is of today says the hour.
  all('[data-until]').forEach((one) => {
    if (Date.parse(one.dataset.until) > Date.now()) return;
    one.classList.add('past');
    all('[data-past]', one).forEach(show);
    all('[data-coming]', one).forEach((coming) => { coming.hidden = true; });
  });
  const today = new Date().toDateString();
  all('time[data-today]').forEach((one) => {
    if (new Date(one.dateTime).toDateString() === today) one.textContent = one.dataset.today;
  });

  // Captions are drawn by the page: what a browser draws on Android is too small to read. In full screen,
  // where the page is not seen, and when its own menu is used, the browser draws them.
  const doc = document.documentElement;
  const addCaptions = (video, cue) => {
    const track = Array.from(video.textTracks).find((one) => one.language === doc.lang);
    if (!track || !cue) return;
    const say = () => {
      const cues = track.mode === 'hidden' ? Array.from(track.activeCues || []) : [];
      const words = cues.map((one) => one.getCueAsHTML().textContent).join(' ').replace(/\s+/g, ' ').trim();
      cue.hidden = !words;
      cue.firstElementChild.textContent = words;
    };
    const fill = (isFull) => {
      if (track.mode !== 'disabled') track.mode = isFull ? 'showing' : 'hidden';
      say();
    };
    track.mode = 'hidden';
    track.addEventListener('cuechange', say);
    video.textTracks.addEventListener('change', say);
    ['fullscreenchange', 'webkitfullscreenchange'].forEach((name) => document.addEventListener(name, () => {
      fill((document.fullscreenElement || document.webkitFullscreenElement) === video);
    }));
    video.addEventListener('webkitbeginfullscreen', () => fill(true));
    video.addEventListener('webkitendfullscreen', () => fill(false));
  };

  // Players
  const wide = matchMedia('(min-width: 601px)').matches;
  const sparing = (navigator.connection || {}).saveData;
  const loose = all('.about').find((one) => !one.closest('.player')); // of the clip before the title

  all('.player').forEach((player) => {
    const stage = player.querySelector('.stage');
    const video = player.querySelector('video');
    const button = player.querySelector('.play');
    const ended = player.querySelector('.ended');
    const about = player.querySelector('.about') || loose || player;
    const choices = all('.choices a', about);
    const size = button.querySelector('.size');
    const of = (kind) => choices.find((one) => one.dataset.kind === kind);
    let queue = [];
    let at = 0;
    let begun = false;

    const cost = (text) => { if (size) size.textContent = text; };
    const mark = (file) => {
      choices.forEach((one) => one.removeAttribute('aria-current'));
      file.choice.setAttribute('aria-current', 'true');
      cost(file.size);
    };
    const ready = () => {
      video.controls = false;
      stage.classList.remove('on');
      show(button);
    };
    // What the browser is sure to play comes first, then what it may play.
    const filesOf = (choice) => {
      const files = choice.dataset.files.split('|').map((file) => {
        const [src, bytes, ...mime] = file.split(' ');
        return { choice, src, size: bytes, sure: video.canPlayType(mime.join(' ')) };
      });
      return files.filter((one) => one.sure === 'probably').concat(files.filter((one) => one.sure === 'maybe'));
    };
    const next = () => {
      const file = queue.shift();
      if (!file) return ready();
      mark(file);
      video.src = file.src;
      return start();
    };
    const start = () => video.play().catch(() => {});
    // The chosen files first; where none can be had, those of the other choices.
    const choose = (choice) => {
      if (begun) at = video.ended ? 0 : video.currentTime || at;
      queue = [choice].concat(choices.filter((one) => one !== choice))
        .reduce((found, one) => found.concat(filesOf(one)), []);
      next();
    };

    button.addEventListener('click', () => {
      video.controls = true;
      video.focus();
      const current = choices.find((one) => one.hasAttribute('aria-current'));
      if (current) choose(current); else start();
    });
    choices.forEach((one) => one.addEventListener('click', (event) => {
      if (!isPlain(event)) return;
      event.preventDefault();
      choose(one);
    }));
    video.addEventListener('play', () => {
      video.controls = true;
      button.hidden = true;
      if (ended) ended.hidden = true;
      stage.classList.add('on');
      all('video').forEach((other) => { if (other !== video) other.pause(); });
      if (begun) return;
      begun = true;
      addCaptions(video, player.querySelector('.cue'));
    });
    // What comes next is asked for only here.
    video.addEventListener('ended', () => {
      if (document.fullscreenElement) document.exitFullscreen();
      if (video.webkitDisplayingFullscreen) video.webkitExitFullscreen();
      ready();
      if (!ended) return;
      button.hidden = true;
      all('img[data-src]', ended).forEach((one) => { one.src = one.dataset.src; });
      show(ended);
      ended.querySelector('a, button').focus({ preventScroll: true });
    });
    if (ended) {
      ended.querySelector('[data-again]').addEventListener('click', () => {
        video.controls = true;
        video.focus({ preventScroll: true });
        start();
      });
    }
    video.addEventListener('loadedmetadata', () => { if (at) video.currentTime = at; });
    video.addEventListener('error', () => {
      at = video.currentTime || at;
      if (video.error) next();
    });
    // Nothing at all for a quarter of a minute: another file may be there.
    video.addEventListener('stalled', () => {
      const src = video.currentSrc;
      setTimeout(() => {
        if (queue.length && !video.readyState && !video.paused && src === video.currentSrc) next();
      }, 15000);
    });

    // What is said to be the cost is that of the file that will be fetched.
    const firsts = choices.map((one) => filesOf(one)[0]).filter(Boolean);
    firsts.forEach((file) => { file.choice.querySelector('.size').textContent = file.size; });
    const wished = [wide && !sparing && of('hd'), of('small'), choices[0]].find(Boolean);
    const source = all('source', video).find((one) => video.canPlayType(one.type)
      && (!one.media || matchMedia(one.media).matches));
    if (wished) mark(firsts.find((file) => file.choice === wished) || { choice: wished, size: '' });
    else if (source) cost(source.dataset.size);
    if (video.paused) ready();
  });

  // A further clip's poster is asked for when it comes near.
  const near = window.IntersectionObserver && new IntersectionObserver((seen) => seen.forEach((one) => {
    if (!one.isIntersecting) return;
    one.target.poster = one.target.dataset.poster;
    near.unobserve(one.target);
  }), { rootMargin: '200px' });
  if (near) all('video[data-poster]').forEach((one) => near.observe(one));

  // iOS before 14 has no WebP.
  const webp = new Image();
  webp.onerror = () => all('video[data-jpeg]').forEach((video) => {
    if (video.poster) video.poster = video.dataset.jpeg;
    else video.dataset.poster = video.dataset.jpeg;
  });
  webp.src = 'data:image/webp;base64,UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA';

  // Photos
  const photos = all('a.zoom');
  const template = document.getElementById('viewer');
  if (template && window.HTMLDialogElement) {
    const viewer = document.importNode(template.content, true).querySelector('dialog');
    const [stage, words, count] = ['.stage', '.words', '[role]'].map((one) => viewer.querySelector(one));
    let opener;
    let index = 0;
    let touch;

    const turn = (step) => {
      index = (index + step + photos.length) % photos.length;
      const figure = photos[index].closest('figure');
      const picture = figure.querySelector('picture').cloneNode(true);
      all('source, img', picture).forEach((one) => {
        one.sizes = '100vw';
        one.removeAttribute('loading');
      });
      stage.textContent = '';
      stage.appendChild(picture);
      words.textContent = '';
      all('.ai, figcaption', figure).forEach((one) => {
        const copy = words.appendChild(document.createElement('div'));
        copy.className = one.className;
        Array.from(one.cloneNode(true).childNodes).forEach((node) => copy.appendChild(node));
      });
      count.textContent = `${index + 1} / ${photos.length}`;
    };
    const isOurs = () => history.state && history.state.viewer;

    photos.forEach((photo, number) => photo.addEventListener('click', (event) => {
      if (!isPlain(event)) return;
      event.preventDefault();
      opener = photo;
      index = number;
      document.body.appendChild(viewer);
      turn(0);
      viewer.showModal();
      history.pushState({ viewer: true }, '');
    }));
    all('[data-step]', viewer).forEach((one) => {
      one.hidden = photos.length < 2;
      one.addEventListener('click', () => turn(Number(one.dataset.step)));
    });
    viewer.querySelector('[data-close]').addEventListener('click', () => viewer.close());
    // The phone's Back button closes the viewer and stays on the page.
    window.addEventListener('popstate', () => { if (viewer.open) viewer.close(); });
    viewer.addEventListener('close', () => {
      if (isOurs()) history.back();
      stage.textContent = '';
      opener.focus();
    });
    viewer.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) turn(step);
    });
    stage.addEventListener('touchstart', (event) => {
      const [first, second] = event.touches;
      touch = second ? null : { x: first.clientX, y: first.clientY };
    }, { passive: true });
    stage.addEventListener('touchend', (event) => {
      const zoomed = window.visualViewport && window.visualViewport.scale > 1.05;
      if (!touch || zoomed) return;
      const { clientX, clientY } = event.changedTouches[0];
      const across = clientX - touch.x;
      if (Math.abs(across) > 40 && Math.abs(across) > 2 * Math.abs(clientY - touch.y)) {
        turn(across < 0 ? 1 : -1);
      }
    });
  }

  // Sharing
  const share = document.querySelector('.share');
  if (share && location.protocol.startsWith('http')) {
    const canonical = document.querySelector('link[rel=canonical]');
    const url = canonical ? canonical.href : location.href.split('#')[0];
    const copy = share.querySelector('[data-copied]');
    const name = copy.textContent;
    show(share);
    show(copy);
    // Without HTTPS, and in old browsers, there is no clipboard but the selection.
    const copyOldWay = () => {
      const field = share.appendChild(document.createElement('input'));
      field.value = url;
      field.select();
      const done = document.execCommand('copy');
      field.remove();
      copy.focus();
      return done ? Promise.resolve() : Promise.reject();
    };
    copy.addEventListener('click', () => {
      const done = navigator.clipboard ? navigator.clipboard.writeText(url).catch(copyOldWay) : copyOldWay();
      done.then(() => {
        copy.textContent = copy.dataset.copied;
        setTimeout(() => { copy.textContent = name; }, 3000);
      }, () => {});
    });
    if (navigator.share) {
      const word = share.querySelector('[data-share]');
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.share = '';
      button.textContent = word.textContent;
      button.addEventListener('click', () => {
        navigator.share({ title: document.querySelector('h1').textContent, url }).catch(() => {});
      });
      word.parentNode.replaceChild(button, word);
    }
  }
})();
