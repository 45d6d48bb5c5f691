// The form: shrinks photos on the phone, adds the position, sends by way of the queue. The form works without it.
(function () {
  var doc = document, find = id => doc.getElementById(id), form = find('report');
  if (!form || !window.outbox) return;
  var make = outbox.make, button = outbox.button, words = outbox.words;

  function newId() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), b => (b + 256).toString(16).slice(1)).join('');
  }

  // Photos: shown, removable, shrunk to 1920 pixels. What cannot be shrunk goes as it is.
  var photos = [], input = find('photos'), list = find('previews'), said = form.dataset;

  // What was sent is not offered for sending again, neither by going back nor by loading the page anew.
  function over(receipt) {
    left = true;
    var note = make('div', '', 'done'), link = make('a', words.receipt), again = make('a', said.again);
    note.setAttribute('role', 'status');
    link.href = receipt;
    again.href = location.pathname + location.search;
    again.onclick = () => history.replaceState(null, '');
    note.append(make('p', words.sent), link, again);
    form.replaceWith(note);
  }
  // What is half written outlives a tap on another page of ours (large type, the other language, the list of places):
  // in this tab and until it is sent. Not in the employees' lane nor on the way there, which leave nothing on the phone.
  var left = !form.as_is || !!form.insider, names = ['text', 'address', 'category', 'danger'], photo64 = 'data:image/jpeg;base64,';
  function spot() { return form.place ? form.place.value : ''; }
  function leave() {
    if (left) return sessionStorage.removeItem('draft');
    var kept = { spot: spot(), photos: photos.map(p => p.data).filter(Boolean) };
    names.forEach(n => { kept[n] = n === 'danger' ? form[n].checked : form[n].value; });
    if (!kept.text && !kept.address && !kept.photos.length) return sessionStorage.removeItem('draft');
    try { sessionStorage.draft = JSON.stringify(kept); } catch (_) {
      kept.photos = [];
      sessionStorage.draft = JSON.stringify(kept);
    }
  }
  doc.querySelectorAll('a[href^="/inside"]').forEach(way => way.addEventListener('click', () => { left = true; }));
  function resume() {
    var kept = JSON.parse(sessionStorage.draft || 'null');
    if (left || !kept || kept.spot && kept.spot !== spot() || form.text.value) return;
    names.forEach(n => {
      if (n === 'danger') form[n].checked = form[n].checked || kept[n];
      else form[n].value = form[n].value || kept[n];
    });
    form.text.oninput();
    kept.photos.forEach(data => {
      var bytes = Uint8Array.from(atob(data.slice(photo64.length)), c => c.charCodeAt(0));
      add(new Blob([bytes], { type: 'image/jpeg' }), data);
    });
    preview();
  }
  if (history.state && history.state.sent) return over(history.state.sent);
  form.className = 'js';
  function turned(file) {
    if (window.CSS && CSS.supports('image-orientation', 'from-image')) return Promise.resolve(false);
    return new Response(file.slice(0, 65536)).arrayBuffer().then(bytes => {
      var v = new DataView(bytes), at = 2;
      while (v.getUint16(0) === 0xffd8 && at + 10 < v.byteLength) {
        if (v.getUint16(at) === 0xffe1 && v.getUint32(at + 4) === 0x45786966) {
          var tiff = at + 10, little = v.getUint16(tiff) === 0x4949, dir = tiff + v.getUint32(tiff + 4, little);
          for (var i = 0; i < v.getUint16(dir, little); i++) {
            if (v.getUint16(dir + 2 + 12 * i, little) === 0x112) return v.getUint16(dir + 10 + 12 * i, little) > 1;
          }
          return false;
        }
        at += 2 + v.getUint16(at + 2);
      }
      return false;
    }).catch(() => true);
  }
  function shrink(file) {
    return turned(file).then(keepIt => {
      return new Promise(done => {
        if (keepIt) return done(file);
        var image = new Image(), url = URL.createObjectURL(file);
        var end = blob => { URL.revokeObjectURL(url); done(blob && blob.size < file.size ? blob : file); };
        setTimeout(end, 20000);
        image.onerror = () => end();
        image.onload = () => {
          try {
            var scale = Math.min(1, 1920 / Math.max(image.naturalWidth, image.naturalHeight));
            var canvas = doc.createElement('canvas');
            canvas.width = Math.round(image.naturalWidth * scale);
            canvas.height = Math.round(image.naturalHeight * scale);
            canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
            canvas.toBlob(end, 'image/jpeg', 0.8);
          } catch (_) { end(); }
        };
        image.src = url;
      });
    });
  }
  function preview() {
    list.textContent = '';
    photos.forEach((p, n) => {
      var row = make('li'), picture = new Image(), name = said.photo.replace('{}', n + 1);
      picture.src = p.url;
      picture.alt = name;
      var drop = button(said.remove, () => {
        URL.revokeObjectURL(p.url);
        photos.splice(photos.indexOf(p), 1);
        preview();
      });
      drop.setAttribute('aria-label', said.remove + ' ' + name);
      row.append(picture, drop);
      list.append(row);
    });
  }
  function add(file, data) {
    var photo = { name: file.name || 'photo.jpg', url: URL.createObjectURL(file), ticket: '', data: data };
    photo.ready = data ? Promise.resolve(photo.blob = file) : shrink(file).then(blob => {
      var reader = new FileReader();
      photo.blob = blob;
      reader.onload = () => { if (!reader.result.indexOf(photo64)) photo.data = reader.result; };
      reader.readAsDataURL(blob);
    });
    photos.push(photo);
  }
  input.onchange = () => {
    [...input.files].forEach(file => {
      if (photos.length >= 9) return complain([{ field: 'photos', say: said.many }]);
      add(file);
    });
    input.value = '';
    preview();
  };

  // What may tell who writes is said while it is typed, and stays here.
  form.text.oninput = () => {
    var found = form.text.value.match(/(?:\d[ -]?){10,17}[\dxX]|我[是叫][^\s\d，。,、；;]{1,12}|本人|(微信|QQ|VX)[^\s，。]*|[^\s，。]+@[^\s，。]+/gi);
    find('doubt').textContent = found ? said.doubt.replace('{}', found.slice(0, 3).join(' · ')) : '';
  };
  try {
    resume();
    addEventListener('pagehide', leave);
  } catch (_) { /* no storage: as before */ }
  if (window.webkitSpeechRecognition) doc.body.append(Object.assign(doc.createElement('script'), { src: said.speaker }));

  var place = find('position');
  if (place && navigator.geolocation) {
    place.hidden = false;
    place.firstElementChild.onclick = () => {
      var note = place.lastElementChild;
      note.textContent = '…';
      navigator.geolocation.getCurrentPosition(fix => {
        form.lon.value = fix.coords.longitude;
        form.lat.value = fix.coords.latitude;
        form.accuracy.value = Math.round(fix.coords.accuracy);
        note.textContent = said.position.replace('{}', form.accuracy.value);
      }, () => { note.textContent = said.noposition; }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    };
  }

  function complain(problems) {
    doc.querySelectorAll('.errors, .error').forEach(old => old.remove());
    doc.querySelectorAll('.wrong').forEach(old => old.classList.remove('wrong'));
    doc.querySelectorAll('[aria-invalid]').forEach(old => old.removeAttribute('aria-invalid'));
    if (!problems.length) return;
    var box = make('div', '', 'errors'), items = make('ul');
    box.setAttribute('role', 'alert');
    box.tabIndex = -1;
    problems.forEach(p => {
      var item = make('li'), link = make('a', p.say), field = p.field && find(p.field);
      if (field) {
        link.href = '#' + p.field;
        var error = make('p', p.say, 'error'), by = field.getAttribute('aria-describedby') || '';
        error.id = p.field + '-error';
        field.before(error);
        field.setAttribute('aria-invalid', true);
        if (by.indexOf(error.id) < 0) field.setAttribute('aria-describedby', by + ' ' + error.id);
        field.closest('.field').classList.add('wrong');
        (field.closest('details') || {}).open = true;
      }
      item.append(link);
      items.append(item);
    });
    box.append(make('h2', said.title), items);
    form.before(box);
    box.scrollIntoView();
    box.focus();
  }

  var go = find('send'), progress = find('progress');
  function sending(part) {
    go.disabled = part >= 0;
    progress.hidden = !go.disabled;
    part = Math.round(100 * part);
    progress.firstElementChild.value = part;
    progress.lastElementChild.textContent = words.sending + ' ' + part + '%';
  }
  form.onsubmit = event => {
    event.preventDefault();
    if (go.disabled) return;
    var text = form.text.value.trim(), here = form.getAttribute('action'), problems = [];
    if (!photos.length && !text && !form.querySelector('[name=kept]')) problems.push({ field: 'text', say: said.nothing });
    if (!here.indexOf('/report') && !form.place && !form.address.value.trim() && !form.lat.value) problems.push({ field: 'address', say: said.where });
    complain(problems);
    if (problems.length) return;
    sending(0);
    form.as_is.value = 1;
    form.captured_at.value = form.captured_at.value || new Date().toISOString();
    Promise.all(photos.map(p => p.ready)).then(() => {
      var fields = [];
      new FormData(form).forEach((value, name) => { if (typeof value === 'string') fields.push([name, value]); });
      var report = {
        id: form.client_id.value, url: here, at: new Date().toLocaleString(), fields: fields,
        title: text.slice(0, 30) || photos.length + ' ' + words.photos,
        photos: photos.map(p => ({ blob: p.blob, name: p.name, ticket: p.ticket }))
      };
      return outbox.take(report, sending);
    }).then(answer => {
      sending(-1);
      if (answer.later) {
        photos = [];
        form.reset();
        find('doubt').textContent = '';
        form.client_id.value = newId();
        form.captured_at.value = form.lon.value = form.lat.value = '';
        preview();
        return outbox.panel.scrollIntoView();
      }
      if (answer.receipt) {
        history.replaceState({ sent: answer.receipt }, '');
        over(answer.receipt);
        location.href = answer.receipt;
        return;
      }
      if (answer.refused === 409) form.client_id.value = newId();
      var tickets = answer.photos || [], fresh = photos.filter(p => !p.ticket);
      fresh.forEach((p, n) => { p.ticket = tickets[n] || ''; });
      complain(answer.problems || [{ say: answer.say || words.refused + answer.refused }]);
    }).catch(() => sending(-1));
  };
})();
