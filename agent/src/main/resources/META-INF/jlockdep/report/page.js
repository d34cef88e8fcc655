/* The page itself. Text goes in as text only, never as markup. */
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('data').textContent);
  var main = document.getElementById('main');
  var g = Lockdep.graph(data);
  var scc = null;
  var PAGE = 200;
  var MODES = ['exclusive', 'shared', 'shared, recursive'];
  var SVG = 'http://www.w3.org/2000/svg';

  function el(name, attributes, children) {
    return fill(document.createElement(name), attributes, children);
  }

  function svg(name, attributes, children) {
    return fill(document.createElementNS(SVG, name), attributes, children);
  }

  function fill(node, attributes, children) {
    Object.keys(attributes || {}).forEach(function (key) {
      var value = attributes[key];
      if (typeof value === 'function') {
        node.addEventListener(key, value);
      } else if (value !== null && value !== undefined && value !== false) {
        node.setAttribute(key, value === true ? '' : value);
      }
    });
    [].concat(children === undefined ? [] : children).forEach(function (child) {
      if (child === null || child === undefined) { return; }
      node.appendChild(typeof child === 'object' ? child : document.createTextNode(String(child)));
    });
    return node;
  }

  function clear(node) {
    while (node.firstChild) { node.removeChild(node.firstChild); }
    return node;
  }

  function short(text, most) {
    return text.length <= most ? text : '...' + text.substring(text.length - most + 3);
  }

  function components() {
    scc = scc || Lockdep.components(data, g);
    return scc;
  }

  function link(text, hash) {
    return el('a', { href: '#' + hash }, text);
  }

  function classLink(index) {
    return el('a', { href: '#class=' + index, title: data.classes[index][0] },
      data.classes[index][1]);
  }

  function copier(text, label) {
    var said = el('span', { 'class': 'said', role: 'status' });
    return el('span', {}, [el('button', {
      'class': 'tool',
      type: 'button',
      click: function () {
        var area = el('textarea', {}, text);
        document.body.appendChild(area);
        area.select();
        var done = false;
        try { done = document.execCommand('copy'); } catch (e) { done = false; }
        document.body.removeChild(area);
        clear(said).appendChild(document.createTextNode(done ? 'copied' : text));
      }
    }, label), said]);
  }

  function save(name, text) {
    return el('button', {
      'class': 'tool',
      type: 'button',
      click: function () {
        var url = URL.createObjectURL(new Blob([text()], { type: 'text/plain' }));
        var a = el('a', { href: url, download: name });
        document.body.appendChild(a);
        a.click();
        document.body.removeChild(a);
      }
    }, 'save ' + name);
  }

  /* ---- drawings ---- */

  function defs() {
    function head(id, colour) {
      return svg('marker', { id: id, viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 8,
        markerHeight: 8, orient: 'auto-start-reverse' },
        svg('path', { d: 'M0 0 L10 5 L0 10 z', style: 'fill: var(' + colour + ')' }));
    }
    return svg('defs', {}, [head('arrow', '--dim'), head('red', '--bad')]);
  }

  function box(x, y, width, text, full, classes, href) {
    var inner = [svg('title', {}, full),
      svg('rect', { x: x - width / 2, y: y - 15, width: width, height: 30, rx: 5 }),
      svg('text', { x: x, y: y + 4, 'text-anchor': 'middle' }, text)];
    return svg('g', { 'class': 'node ' + classes },
      href ? svg('a', { href: href }, inner) : inner);
  }

  /* From border to border of two boxes, bent to one side so that both ways can be seen. */
  function curve(a, b, width, bend) {
    var dx = b.x - a.x, dy = b.y - a.y, length = Math.sqrt(dx * dx + dy * dy) || 1;
    var mx = (a.x + b.x) / 2 - dy / length * bend, my = (a.y + b.y) / 2 + dx / length * bend;
    var from = border(a, { x: mx, y: my }, width), to = border(b, { x: mx, y: my }, width);
    return { d: 'M' + from.x + ' ' + from.y + ' Q' + mx + ' ' + my + ' ' + to.x + ' ' + to.y,
      x: (from.x + 2 * mx + to.x) / 4, y: (from.y + 2 * my + to.y) / 4 };
  }

  function border(centre, towards, width) {
    var dx = towards.x - centre.x, dy = towards.y - centre.y;
    var scale = Math.min(dx ? (width / 2 + 2) / Math.abs(dx) : 1e9, dy ? 17 / Math.abs(dy) : 1e9);
    scale = Math.min(scale, 1);
    return { x: Math.round(centre.x + dx * scale), y: Math.round(centre.y + dy * scale) };
  }

  /* The circle of a finding, in the state of its scenario. */
  function circle(finding, state) {
    var names = [], n, longest = 6, i;
    finding.sides.forEach(function (side) {
      [side.held, side.requested].forEach(function (lock) {
        if (names.indexOf(lock.name) < 0) { names.push(lock.name); }
        longest = Math.max(longest, Math.min(30, lock.brief.length));
      });
    });
    n = names.length;
    if (n > 20) { return el('p', { 'class': 'empty' }, n + ' lock classes: too many to draw'); }
    var width = longest * 7.4 + 24, place = Lockdep.ring(n, width * 0.95 + 40, 46), at = place.at;
    var left = -place.rx - width / 2 - 70, top = -place.ry - 70;
    var picture = svg('svg', { viewBox: [left, top, -2 * left, -2 * top].join(' '),
      width: Math.min(680, -2 * left), role: 'img',
      'aria-label': 'circle of lock classes: ' + finding.cycle }, defs());
    finding.sides.forEach(function (side, i) {
      var a = at[names.indexOf(side.held.name)], b = at[names.indexOf(side.requested.name)];
      var waits = state.waits.some(function (w) { return w.side === i; });
      var red = waits || side.now;
      var line = a === b
        ? { d: 'M' + (a.x - 24) + ' ' + (a.y - 17) + ' C' + (a.x - 60) + ' ' + (a.y - 62) + ' ' +
            (a.x + 60) + ' ' + (a.y - 62) + ' ' + (a.x + 24) + ' ' + (a.y - 17), x: a.x, y: a.y - 50 }
        : curve(a, b, width, n === 2 ? -52 : -14);
      picture.appendChild(svg('path', { d: line.d, 'class': 'edge' + (side.now ? ' closing' : '') +
        (waits ? ' waits' : ''), 'marker-end': 'url(#' + (red ? 'red' : 'arrow') + ')' }));
      picture.appendChild(svg('text', { x: line.x, y: line.y + (line.y > (a.y + b.y) / 2 + 5 ? 15 : -5), 'text-anchor': 'middle',
        'class': 'label' + (side.now ? ' closing' : '') },
        short(side.column, 28) + (waits ? ' waits' : '')));
    });
    for (i = 0; i < n; i++) {
      var lock = lockOf(finding, names[i]);
      var holder = state.holds.filter(function (h) { return h.lock === names[i]; });
      picture.appendChild(box(at[i].x, at[i].y, width, short(lock.brief, 30),
        lock.name + (holder.length ? ', held by ' + holder[0].task : ''),
        holder.length ? 'held' : '', lock.index >= 0 ? '#class=' + lock.index : null));
    }
    return picture;
  }

  function lockOf(finding, name) {
    var found = null;
    finding.sides.forEach(function (side) {
      [side.held, side.requested].forEach(function (lock) {
        if (lock.name === name) { found = lock; }
      });
    });
    return found;
  }

  /* Layers of classes with the dependencies between them. */
  function layers(picture, centre) {
    var longest = 8;
    picture.nodes.forEach(function (node) {
      longest = Math.max(longest, Math.min(34, data.classes[node][1].length));
    });
    var width = longest * 7.4 + 20;
    var place = Lockdep.columns(data, picture, width + 90, 44);
    var view = svg('svg', { viewBox: [-width / 2 - 20, -50, place.width + 20, place.height + 70]
      .join(' '), width: Math.round(place.width + 20), role: 'img',
      'aria-label': picture.nodes.length + ' lock classes and their dependencies' }, defs());
    picture.deps.forEach(function (dep) {
      var d = data.deps[dep], a = place.at[d[Lockdep.FROM]], b = place.at[d[Lockdep.TO]];
      if (a === b) { return; }
      var bend = a.x === b.x ? 60 : 10;
      var line = curve(a, b, width, bend);
      view.appendChild(svg('path', { d: line.d, 'class': 'edge' + (d[Lockdep.TIMED] ? ' timed' : ''),
        'marker-end': 'url(#arrow)' }, svg('title', {}, data.classes[d[Lockdep.FROM]][0] + ' -> ' +
        data.classes[d[Lockdep.TO]][0] + ', ' + d[Lockdep.COUNT] + ' sightings')));
    });
    picture.nodes.forEach(function (node) {
      var p = place.at[node];
      view.appendChild(box(p.x, p.y, width, short(data.classes[node][1], 34), data.classes[node][0],
        node === centre ? 'centre' : '', '#class=' + node));
    });
    return el('div', { 'class': 'scroll' }, view);
  }

  /* ---- tables ---- */

  /* A table that shows a page of rows at a time. Columns: [title, value, cell, number?]. */
  function table(rows, columns, query, empty) {
    var shown = PAGE, sorted = -1, down = false, host = el('div', {});
    var hits = rows.filter(function (row) { return !query || Lockdep.matches(row.text, query); });
    function draw() {
      clear(host);
      if (!hits.length) { host.appendChild(el('p', { 'class': 'empty' }, empty)); return; }
      var head = el('tr', {}, columns.map(function (column, i) {
        return el('th', { 'class': column[3] ? 'number' : null, scope: 'col',
          'aria-sort': sorted === i ? (down ? 'descending' : 'ascending') : null },
          el('button', { type: 'button', click: function () { sort(i); } },
            column[0] + (sorted === i ? (down ? ' \u25be' : ' \u25b4') : '')));
      }));
      var body = el('tbody', {}, hits.slice(0, shown).map(function (row) {
        return el('tr', {}, columns.map(function (column) {
          return el('td', { 'class': column[3] ? 'number' : null }, column[2](row));
        }));
      }));
      host.appendChild(el('div', { 'class': 'scroll' },
        el('table', {}, [el('thead', {}, head), body])));
      host.appendChild(el('p', {}, [Math.min(shown, hits.length) + ' of ' + hits.length + ' ',
        hits.length > shown ? el('button', { 'class': 'tool', type: 'button', click: function () {
          shown += PAGE; draw();
        } }, 'show ' + PAGE + ' more') : null]));
    }
    function sort(i) {
      down = sorted === i ? !down : Boolean(columns[i][3]);
      sorted = i;
      hits.sort(function (a, b) {
        var x = columns[i][1](a), y = columns[i][1](b);
        return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1);
      });
      draw();
    }
    draw();
    return host;
  }

  /* An input whose changes draw a part of the page anew. */
  function filter(label, draw) {
    var host = el('div', {}), timer = null;
    var input = el('input', { type: 'search', 'class': 'wide', id: 'filter', input: function () {
      clearTimeout(timer);
      timer = setTimeout(again, 120);
    } });
    function again() { clear(host).appendChild(draw(input.value)); }
    again();
    return el('div', {}, [el('div', { 'class': 'bar' }, [el('label', { 'for': 'filter' }, label), input]),
      host]);
  }

  function stack(index) {
    var frames = index >= 0 ? data.stacks[index] : [];
    return frames.length
      ? el('pre', {}, frames.map(function (f) { return 'at ' + data.frames[f] + '\n'; }))
      : el('p', { 'class': 'empty' }, 'no stack was recorded');
  }

  /* ---- sections ---- */

  function findings(open) {
    var host = el('div', {});
    if (!data.findings.length) {
      host.appendChild(el('p', { 'class': 'empty' }, 'No findings.'));
      return host;
    }
    host.appendChild(filter('find', function (query) {
      var list = el('div', {}), shown = 0;
      var hits = data.findings.filter(function (f) { return !query || Lockdep.matches(f.text, query); });
      function more() {
        hits.slice(shown, shown + 100).forEach(function (finding, i) {
          list.appendChild(card(finding, open ? finding.id === open : shown + i === 0));
        });
        shown += 100;
        if (shown < hits.length) {
          list.appendChild(el('button', { 'class': 'tool', type: 'button', click: function (event) {
            list.removeChild(event.target);
            more();
          } }, 'show more of ' + hits.length));
        }
      }
      more();
      if (!hits.length) { list.appendChild(el('p', { 'class': 'empty' }, 'no finding has these words')); }
      return list;
    }));
    return host;
  }

  function card(finding, open) {
    var body = el('div', { 'class': 'body', id: 'body-' + finding.id });
    var button = el('button', { type: 'button', 'aria-expanded': 'false',
      'aria-controls': 'body-' + finding.id, click: function () { show(body.hidden); } }, [
      el('span', { 'class': 'level' }, finding.level),
      el('span', { 'class': 'state' + (finding.state === 'ACCEPTED' ? ' ok' : '') }, finding.stateText),
      finding.id + ' ' + finding.headline + ' ',
      el('span', { 'class': 'circle' }, finding.circle)]);
    function show(on) {
      body.hidden = !on;
      button.setAttribute('aria-expanded', String(on));
      if (on && !body.firstChild) { inside(finding, body); }
    }
    show(Boolean(open));
    return el('article', { 'class': finding.severity, id: finding.id },
      [el('h2', {}, button), body]);
  }

  function inside(finding, body) {
    fill(body, {}, [el('p', {}, [finding.closedBy + '; ' + finding.seenIn + ' ',
      link('link', finding.id)])]);
    if (finding.sides.length) {
      body.appendChild(scenario(finding));
    } else {
      body.appendChild(el('p', {}, finding.message));
    }
    if (finding.evidence.length) {
      body.appendChild(el('h3', {}, 'Can it happen?'));
      body.appendChild(el('ul', { 'class': 'plain' }, finding.evidence.map(function (line) {
        return el('li', {}, line);
      })));
    }
    body.appendChild(el('h3', {}, 'What to do'));
    finding.help.forEach(function (line) { body.appendChild(el('div', { 'class': 'help' }, line)); });
    body.appendChild(el('div', { 'class': 'bar' }, [
      copier(finding.accept, 'copy the command that accepts it'),
      finding.suppress ? copier(finding.suppress, 'copy the annotation that suppresses it') : null]));
    finding.sides.forEach(function (side) { body.appendChild(dependency(side)); });
    body.appendChild(el('h3', {}, 'Locks held by the reporting thread'));
    body.appendChild(locks(finding.held));
    body.appendChild(el('details', {}, [el('summary', {}, 'stack backtrace'), stack(finding.stack)]));
  }

  function scenario(finding) {
    var done = finding.steps.length, host = el('div', {});
    function draw(focus) {
      var state = Lockdep.scenario(finding, done);
      clear(host);
      function button(label, to) {
        return el('button', { 'class': 'tool', type: 'button', disabled: to < 0 ||
          to > finding.steps.length || to === done, 'data-step': label,
          click: function () { done = to; draw(label); } }, label);
      }
      var head = el('tr', {}, finding.sides.map(function (side) { return el('th', {}, side.title); }));
      var rows = finding.steps.map(function (step, i) {
        return el('tr', { 'class': (i < done ? 'done' : '') + (i === done - 1 ? ' now' : '') },
          finding.sides.map(function (side, column) {
            return el('td', {}, column === step[0] ? step[1] : '');
          }));
      });
      if (state.hangs) {
        rows.push(el('tr', { 'class': 'hang' },
          el('td', { colspan: finding.sides.length }, '*** DEADLOCK ***')));
      }
      host.appendChild(el('div', { 'class': 'two' }, [
        el('div', {}, [el('h3', {}, 'The circle'), circle(finding, state)]),
        el('div', {}, [el('h3', {}, 'How it would hang'),
          el('div', { 'class': 'bar' }, [button('start', 0), button('back', done - 1),
            button('next', done + 1), button('end', finding.steps.length)]),
          el('div', { 'class': 'scroll' }, el('table', { 'class': 'steps' }, [head].concat(rows))),
          el('p', { 'aria-live': 'polite', 'class': 'state-text' }, state.text)])]));
      if (focus) {
        var again = host.querySelector('[data-step=' + focus + ']');
        if (again && again.disabled) {
          again = host.querySelector('[data-step=' + (done ? 'back' : 'next') + ']');
        }
        if (again) { again.focus(); }
      }
    }
    draw(null);
    return host;
  }

  function lockText(lock) {
    return lock.name + ' (' + lock.kind + ', ' + lock.mode + ')' +
      (lock.instance ? ', ' + lock.instance : '') + (lock.note ? ', ' + lock.note : '');
  }

  function dependency(side) {
    return el('details', { open: side.now }, [
      el('summary', {}, [el('strong', {}, side.title), ' holds ' + side.held.brief + ', wants ' +
        side.requested.brief]),
      el('div', { 'class': 'two' }, [half('holds', side.held, side.heldStack, side.heldSource),
        half('wants', side.requested, side.requestStack, side.requestSource)])]);
  }

  function half(word, lock, stackIndex, source) {
    return el('div', {}, [el('h3', {}, word), el('div', { 'class': 'mono' }, lockText(lock)),
      el('div', { 'class': 'mono' }, lock.position),
      source.length ? el('pre', {}, source.map(function (line) {
        return el('span', { 'class': line[2] ? 'hit' : '' }, (line[2] ? '> ' : '  ') + line[0] +
          ' | ' + line[1] + (line[2] ? '' : '\n'));
      })) : null,
      stack(stackIndex)]);
  }

  function locks(held) {
    if (!held.length) { return el('p', { 'class': 'empty' }, 'none'); }
    return el('ol', {}, held.map(function (lock) {
      return el('li', { 'class': 'mono' }, lockText(lock) + (lock.position ? ', at ' + lock.position : ''));
    }));
  }

  function classes() {
    var rows = data.classes.map(function (c, i) {
      return { i: i, text: c[0] + ' ' + c[2] + ' ' + c[3], c: c };
    });
    return filter('lock class', function (query) {
      return table(rows, [
        ['lock class', function (r) { return r.c[0]; }, function (r) {
          return el('a', { href: '#class=' + r.i }, r.c[0]);
        }],
        ['kind', function (r) { return r.c[2]; }, function (r) { return r.c[2]; }],
        ['type', function (r) { return r.c[3]; }, function (r) { return r.c[3]; }],
        ['declared', function (r) { return r.c[4]; }, function (r) { return r.c[4] ? 'yes' : ''; }],
        ['before it', function (r) { return g.into[r.i].length; },
          function (r) { return g.into[r.i].length; }, true],
        ['after it', function (r) { return g.out[r.i].length; },
          function (r) { return g.out[r.i].length; }, true],
        ['on a circle', function (r) { return components()[r.i]; },
          function (r) { return components()[r.i] >= 0 ? 'group ' + (components()[r.i] + 1) : ''; }]
      ], query, 'no lock class has these words');
    });
  }

  function oneClass(index) {
    var c = data.classes[index], host = el('div', {}), view = el('div', {}), radius = 1;
    if (!c) { return el('p', { 'class': 'empty' }, 'no such lock class'); }
    function draw() {
      var picture = Lockdep.ego(data, g, index, radius, 100);
      clear(view);
      if (picture.cut) {
        view.appendChild(el('p', {}, 'More than 100 lock classes: the first 100 are drawn.'));
      }
      view.appendChild(layers(picture, index));
    }
    var choice = el('select', { id: 'radius', change: function () {
      radius = Number(choice.value);
      draw();
    } }, [1, 2, 3].map(function (r) { return el('option', { value: r }, r); }));
    fill(host, {}, [el('p', {}, link('all lock classes', 'classes')), el('h2', {}, c[0]),
      el('p', {}, c[2] + (c[3] ? ' of type ' + c[3] : '') + (c[4] ? ', declared' : '')),
      el('div', { 'class': 'bar' }, [el('label', { 'for': 'radius' }, 'dependencies around it, radius'),
        choice, el('span', {}, 'left: held before it; right: asked for while it is held')]), view]);
    draw();
    var own = data.deps.map(row).filter(function (r) {
      return r.d[Lockdep.FROM] === index || r.d[Lockdep.TO] === index;
    });
    host.appendChild(dependencyTable(own, ''));
    return host;
  }

  function row(d, i) {
    return { i: i, d: d, text: data.classes[d[Lockdep.FROM]][0] + ' ' +
      data.classes[d[Lockdep.TO]][0] + ' ' + d[8] };
  }

  function dependencyTable(rows, query) {
    function name(r, end) { return data.classes[r.d[end]][1]; }
    return table(rows, [
      ['held', function (r) { return name(r, Lockdep.FROM); },
        function (r) { return classLink(r.d[Lockdep.FROM]); }],
      ['how', function (r) { return r.d[Lockdep.FROM_MODE]; },
        function (r) { return MODES[r.d[Lockdep.FROM_MODE]]; }],
      ['asked for', function (r) { return name(r, Lockdep.TO); },
        function (r) { return classLink(r.d[Lockdep.TO]); }],
      ['how', function (r) { return r.d[Lockdep.TO_MODE]; },
        function (r) { return MODES[r.d[Lockdep.TO_MODE]] + (r.d[Lockdep.TIMED] ? ', timed' : ''); }],
      ['sightings', function (r) { return r.d[Lockdep.COUNT]; },
        function (r) { return r.d[Lockdep.COUNT]; }, true],
      ['held at', function (r) { return r.d[6]; }, function (r) { return frame(r.d[6]); }],
      ['asked at', function (r) { return r.d[7]; }, function (r) { return frame(r.d[7]); }],
      ['first thread', function (r) { return r.d[8]; }, function (r) { return r.d[8]; }]
    ], query, 'no dependency has these words');
  }

  function frame(index) {
    return index < 0 ? '' : el('span', { 'class': 'mono', title: data.frames[index] },
      data.frames[index].replace(/^(.*\.)?([^.]+\.[^.(]+\()/, '$2'));
  }

  function dependencies(wish) {
    var host = el('div', {}), result = el('div', { 'aria-live': 'polite' });
    var names = el('datalist', { id: 'names' });
    function field(id, value) {
      return el('input', { type: 'text', id: id, list: 'names', value: value || '', 'class': 'wide',
        input: function (event) { suggest(event.target.value); } });
    }
    function suggest(text) {
      clear(names);
      for (var i = 0, n = 0; i < data.classes.length && n < 100; i++) {
        if (Lockdep.matches(data.classes[i][0], text)) {
          names.appendChild(el('option', { value: data.classes[i][0] }));
          n++;
        }
      }
    }
    var from = field('from', wish[0]), to = field('to', wish[1]);
    function ask() {
      var a = Lockdep.find(data, from.value.trim()), b = Lockdep.find(data, to.value.trim());
      clear(result);
      if (a < 0 || b < 0) {
        result.appendChild(el('p', { 'class': 'empty' }, 'No single lock class is called "' +
          (a < 0 ? from.value : to.value) + '".'));
        return;
      }
      var way = Lockdep.path(data, g, a, b);
      var back = Lockdep.path(data, g, b, a);
      result.appendChild(el('p', {}, way ? 'Yes, in ' + way.length + (way.length === 1 ? ' step'
        : ' steps') + ':' : 'No: nothing leads from the first to the second.'));
      if (way) {
        result.appendChild(drawWay(way));
        result.appendChild(dependencyTable(way.map(function (i) { return row(data.deps[i], i); }), ''));
      }
      result.appendChild(el('p', {}, back
        ? 'The other way round in ' + back.length + (back.length === 1 ? ' step' : ' steps') +
          (way ? ': the two are on a circle of lock classes.' : '.')
        : 'Not the other way round' + (way ? '.' : ' either.')));
    }
    host.appendChild(el('h2', {}, 'How can one lock class reach another?'));
    host.appendChild(el('form', { 'class': 'bar', submit: function (event) {
      event.preventDefault();
      ask();
    } }, [el('label', { 'for': 'from' }, 'holding'), from, el('label', { 'for': 'to' }, 'to'), to,
      el('button', { type: 'submit', id: 'ask' }, 'find the way'), names]));
    host.appendChild(result);
    host.appendChild(el('h2', {}, 'All dependencies'));
    host.appendChild(el('div', { 'class': 'bar' }, [save('locks.dot', function () {
      return Lockdep.dot(data);
    }), save('report.json', function () { return JSON.stringify(data); })]));
    var rows = data.deps.map(row);
    host.appendChild(filter('dependency', function (query) { return dependencyTable(rows, query); }));
    suggest('');
    if (wish[0] && wish[1]) { ask(); }
    return host;
  }

  function drawWay(way) {
    var nodes = [data.deps[way[0]][Lockdep.FROM]], layer = {};
    if (way.length > 20) { return el('p', {}, 'too long to draw'); }
    layer[nodes[0]] = 0;
    way.forEach(function (dep) {
      var to = data.deps[dep][Lockdep.TO];
      if (layer[to] === undefined) { layer[to] = nodes.length; nodes.push(to); }
    });
    return layers({ nodes: nodes, layer: layer, deps: way, cut: false }, -1);
  }

  function chains() {
    var host = el('div', {}), counts = Lockdep.depths(data.chains), most = 1;
    if (!data.chains.length) { return el('p', { 'class': 'empty' }, 'No lock chains were dumped.'); }
    counts.forEach(function (count) { most = Math.max(most, count); });
    host.appendChild(el('h2', {}, 'Locks held at once'));
    var bars = el('div', { 'class': 'bars' });
    counts.forEach(function (count, depth) {
      if (!count) { return; }
      bars.appendChild(el('span', {}, depth + (depth === 1 ? ' lock: ' : ' locks: ') + count));
      bars.appendChild(el('span', { 'class': 'fill', style: 'width:' + (100 * count / most) + '%' }));
    });
    host.appendChild(bars);
    if (data.chainsLeftOut) {
      host.appendChild(el('p', {}, data.chainsLeftOut + ' shorter chains are not in this page.'));
    }
    var rows = data.chains.map(function (chain) {
      return { chain: chain, text: chain.map(function (c) { return data.classes[c][0]; }).join(' ') };
    }).sort(function (a, b) { return b.chain.length - a.chain.length; });
    host.appendChild(filter('chain', function (query) {
      return table(rows, [
        ['depth', function (r) { return r.chain.length; }, function (r) { return r.chain.length; }, true],
        ['outermost first', function (r) { return r.text; }, function (r) {
          var cell = el('span', {});
          r.chain.forEach(function (c, i) {
            fill(cell, {}, [i ? ' \u2192 ' : '', classLink(c)]);
          });
          return cell;
        }]
      ], query, 'no chain has these words');
    }));
    return host;
  }

  /** Nanoseconds in the unit that a person would choose. */
  function time(nanos) {
    return nanos === 0 ? '' : nanos < 1e3 ? nanos + ' ns' : nanos < 1e6 ? (nanos / 1e3).toFixed(1) + ' \u00b5s'
      : nanos < 1e9 ? (nanos / 1e6).toFixed(1) + ' ms' : (nanos / 1e9).toFixed(2) + ' s';
  }

  function stats() {
    function times(title, value) {
      return [title, value, function (r) { return time(value(r)); }, true];
    }
    var rows = data.stats.map(function (s) {
      return { s: s, text: data.classes[s[0]][0] + (s[1] ? ' shared' : '') };
    }).sort(function (a, b) { return b.s[4] - a.s[4] || b.s[5] - a.s[5]; });
    return filter('lock class', function (query) {
      return table(rows, [
        ['lock class', function (r) { return r.text; }, function (r) {
          return el('span', {}, [classLink(r.s[0]), r.s[1] ? ' (shared)' : '']);
        }],
        ['contentions', function (r) { return r.s[2]; }, function (r) { return r.s[2]; }, true],
        times('wait max', function (r) { return r.s[3]; }),
        times('wait total', function (r) { return r.s[4]; }),
        ['acquisitions', function (r) { return r.s[5]; }, function (r) { return r.s[5]; }, true],
        times('hold max', function (r) { return r.s[6]; }),
        times('hold total', function (r) { return r.s[7]; }),
        times('hold avg', function (r) { return r.s[8] ? Math.round(r.s[7] / r.s[8]) : 0; })
      ], query, 'no lock class has these words');
    });
  }

  function audits() {
    if (!data.audits.length) {
      return el('p', { 'class': 'empty' }, 'No operation with a required lock was declared.');
    }
    return el('div', {}, data.audits.map(function (audit) {
      return el('section', {}, [el('h2', {}, audit.operation),
        el('p', {}, [audit.calls + ' calls' + (audit.required ? ', required: ' + audit.required : '') +
          ', ', el('span', { 'class': audit.violations ? 'level bad' : '' },
          audit.violations + ' without it'), audit.inferred ? '; ' + audit.inferred : '']),
        table(audit.held.map(function (h) { return { h: h, text: h.locks.join(' ') }; }), [
          ['locks held', function (r) { return r.text; },
            function (r) { return r.h.locks.length ? r.h.locks.join(', ') : 'none'; }],
          ['calls', function (r) { return r.h.count; }, function (r) { return r.h.count; }, true],
          ['call paths', function (r) { return r.h.paths.length; }, function (r) {
            return el('details', {}, [el('summary', {}, r.h.paths.length + ' call paths')]
              .concat(r.h.paths.map(stack)));
          }]], '', 'never called')]);
    }));
  }

  function suppressions() {
    var host = el('div', {});
    host.appendChild(el('h2', {}, 'Baseline'));
    host.appendChild(table(data.baseline.map(function (b) {
      return { b: b, text: b.id + ' ' + b.reason + ' ' + b.circle };
    }), [
      ['finding', function (r) { return r.b.id; }, function (r) {
        return r.b.used ? link(r.b.id, r.b.finding) : r.b.id;
      }],
      ['used', function (r) { return r.b.used; }, function (r) { return r.b.used ? 'yes' : 'no: can be pruned'; }],
      ['circle', function (r) { return r.b.circle; }, function (r) { return r.b.circle; }],
      ['reason', function (r) { return r.b.reason; }, function (r) { return r.b.reason; }],
      ['by', function (r) { return r.b.by; }, function (r) { return r.b.by + ', ' + r.b.since; }],
      ['until', function (r) { return r.b.until; }, function (r) { return r.b.until; }]
    ], '', 'No baseline was given, or it is empty.'));
    host.appendChild(el('h2', {}, 'In the code'));
    host.appendChild(table(data.suppressions.map(function (s) {
      return { s: s, text: s.reason + ' ' + s.position };
    }), [
      ['where', function (r) { return r.s.position; }, function (r) { return r.s.position; }],
      ['reason', function (r) { return r.s.reason; }, function (r) { return r.s.reason; }],
      ['findings', function (r) { return r.s.count; },
        function (r) { return r.s.count || '0: not needed'; }, true]
    ], '', 'No suppression ran.'));
    return host;
  }

  function runs() {
    return el('div', {}, data.runs.map(function (run) {
      return el('details', { open: data.runs.length === 1 }, [
        el('summary', {}, run.name + (run.ended ? '' : ' (killed, halted or still running)')),
        el('table', {}, Object.keys(run.values).map(function (key) {
          return el('tr', {}, [el('th', { scope: 'row' }, key), el('td', { 'class': 'mono' }, run.values[key])]);
        }))]);
    }));
  }

  /* ---- frame ---- */

  var TABS = [['findings', 'Findings', data.findings.length, findings],
    ['classes', 'Lock classes', data.classes.length, classes],
    ['deps', 'Dependencies', data.deps.length, function () { return dependencies([]); }],
    ['chains', 'Chains', data.chains.length, chains],
    ['audits', 'Audits', data.audits.length, audits],
    ['suppressions', 'Suppressions', data.baseline.length + data.suppressions.length, suppressions],
    ['runs', 'Runs', data.runs.length, runs]];
  if (data.stats.length) {
    // only where they were taken
    TABS.splice(4, 0, ['stats', 'Waits and holds', data.stats.length, stats]);
  }

  function header() {
    var bar = document.getElementById('verdict');
    bar.className = data.verdict === 'clean' ? 'good' : data.verdict === 'FAILED' ? 'bad' : 'warn';
    fill(bar, {}, [el('h1', {}, 'jlockdep: ' + data.verdict), el('p', {}, data.counts)]);
    if (data.problems.length + data.notices.length) {
      bar.appendChild(el('ul', {}, data.problems.map(function (text) {
        return el('li', {}, el('strong', {}, text));
      }).concat(data.notices.slice(0, 20).map(function (text) { return el('li', {}, text); }))));
    }
    fill(bar, {}, el('p', {}, 'Written ' + data.written + ' by jlockdep ' + data.version));
  }

  function tabs(selected) {
    var nav = clear(document.getElementById('tabs'));
    TABS.forEach(function (tab, i) {
      nav.appendChild(el('button', { type: 'button', role: 'tab', id: 'tab-' + tab[0],
        'aria-selected': String(tab[0] === selected), tabindex: tab[0] === selected ? 0 : -1,
        click: function () { location.hash = tab[0]; },
        keydown: function (event) {
          var step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
          if (step) {
            var next = TABS[(i + step + TABS.length) % TABS.length][0];
            location.hash = next;
            show(next);
          }
        } }, tab[1] + ' (' + tab[2] + ')'));
    });
  }

  /* Who works with the keys stays where they are: on the tab, or in the part that is new. */
  function show(hash) {
    var at = document.activeElement, onTab = at && at.getAttribute('role') === 'tab';
    var inMain = main.contains(at);
    draw(hash);
    if (onTab) {
      document.querySelector('[role=tab][tabindex="0"]').focus();
    } else if (inMain) {
      main.focus({ preventScroll: true });
    }
  }

  function draw(hash) {
    var word = hash.split('=')[0], rest = hash.substring(word.length + 1);
    clear(main);
    if (word === 'class') {
      tabs('classes');
      main.appendChild(oneClass(Number(rest)));
    } else if (word === 'path') {
      tabs('deps');
      main.appendChild(dependencies(rest.split('&').map(decodeURIComponent)));
    } else if (/^LD-/.test(word)) {
      tabs('findings');
      main.appendChild(findings(word));
      var target = document.getElementById(word);
      if (target && target.scrollIntoView) { target.scrollIntoView(); }
    } else {
      var tab = TABS.filter(function (t) { return t[0] === word; })[0] || TABS[0];
      tabs(tab[0]);
      main.appendChild(tab[3]());
    }
  }

  header();
  window.addEventListener('hashchange', function () { show(location.hash.substring(1)); });
  show(location.hash.substring(1));
}());
