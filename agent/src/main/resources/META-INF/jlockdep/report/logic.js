/* What the page computes, without the page: the graph, searches, layouts, the scenario. */
var Lockdep = (function () {
  'use strict';
  var FROM = 0, FROM_MODE = 1, TO = 2, TO_MODE = 3, COUNT = 4, TIMED = 5;

  /* For each class the dependencies that leave it and that lead to it. */
  function graph(data) {
    var out = [], into = [], i;
    for (i = 0; i < data.classes.length; i++) { out.push([]); into.push([]); }
    for (i = 0; i < data.deps.length; i++) {
      out[data.deps[i][FROM]].push(i);
      into[data.deps[i][TO]].push(i);
    }
    return { out: out, into: into };
  }

  /* A shortest way from one class to another as dependencies; null: there is none. */
  function path(data, g, from, to) {
    var via = {}, queue = [from], seen = {}, head, at, i, dep, next, way;
    seen[from] = from !== to;
    for (head = 0; head < queue.length; head++) {
      at = queue[head];
      for (i = 0; i < g.out[at].length; i++) {
        dep = g.out[at][i];
        next = data.deps[dep][TO];
        if (next === to) {
          way = [dep];
          while (at !== from) { dep = via[at]; way.unshift(dep); at = data.deps[dep][FROM]; }
          return way;
        }
        if (!seen[next] && next !== from) { seen[next] = true; via[next] = dep; queue.push(next); }
      }
    }
    return null;
  }

  /* The classes around one: what is held before it (negative layers) and asked for after it. */
  function ego(data, g, centre, radius, most) {
    var layer = {}, nodes = [centre], cut = false, rim, distance, i, j, deps = [], found;
    layer[centre] = 0;
    [[g.out, TO, 1], [g.into, FROM, -1]].forEach(function (way) {
      rim = [centre];
      for (distance = 1; distance <= radius; distance++) {
        found = [];
        for (i = 0; i < rim.length; i++) {
          var edges = way[0][rim[i]];
          for (j = 0; j < edges.length; j++) {
            var other = data.deps[edges[j]][way[1]];
            if (layer[other] !== undefined) { continue; }
            if (nodes.length >= most) { cut = true; continue; }
            layer[other] = way[2] * distance;
            nodes.push(other);
            found.push(other);
          }
        }
        rim = found;
      }
    });
    nodes.forEach(function (node) {
      g.out[node].forEach(function (dep) {
        if (layer[data.deps[dep][TO]] !== undefined) { deps.push(dep); }
      });
    });
    return { nodes: nodes, layer: layer, deps: deps, cut: cut };
  }

  /* Columns by layer; each node gets its place. Crossings are lessened by two sweeps. */
  function columns(data, picture, width, height) {
    var byLayer = {}, layers, at = {}, tallest = 0;
    picture.nodes.forEach(function (node) {
      var l = picture.layer[node];
      (byLayer[l] = byLayer[l] || []).push(node);
    });
    layers = Object.keys(byLayer).map(Number).sort(function (a, b) { return a - b; });
    var order = {};
    layers.forEach(function (l) {
      byLayer[l].forEach(function (node, i) { order[node] = i; });
    });
    for (var sweep = 0; sweep < 2; sweep++) {
      layers.forEach(function (l) {
        var middle = {};
        byLayer[l].forEach(function (node) {
          var sum = 0, n = 0;
          picture.deps.forEach(function (dep) {
            var d = data.deps[dep];
            if (d[FROM] === node && d[TO] !== node) { sum += order[d[TO]]; n++; }
            if (d[TO] === node && d[FROM] !== node) { sum += order[d[FROM]]; n++; }
          });
          middle[node] = n ? sum / n : order[node];
        });
        byLayer[l].sort(function (a, b) { return middle[a] - middle[b] || a - b; });
        byLayer[l].forEach(function (node, i) { order[node] = i; });
      });
    }
    layers.forEach(function (l) { tallest = Math.max(tallest, byLayer[l].length); });
    layers.forEach(function (l, column) {
      byLayer[l].forEach(function (node, row) {
        at[node] = {
          x: column * width,
          y: (row + (tallest - byLayer[l].length) / 2) * height
        };
      });
    });
    return { at: at, width: layers.length * width, height: tallest * height };
  }

  /* Places on a circle for the classes of a finding; two stand side by side. */
  function ring(n, width, height) {
    var at = [], rx = n < 3 ? width : width * Math.max(1.1, n / 4) + 60;
    var ry = n < 3 ? 0 : height * Math.max(2.3, n / 1.9), i;
    if (n === 1) { return { at: [{ x: 0, y: 0 }], rx: 0, ry: 0 }; }
    for (i = 0; i < n; i++) {
      var angle = (n === 2 ? Math.PI : -Math.PI / 2) + i * 2 * Math.PI / n;
      at.push({ x: rx * Math.cos(angle), y: ry * Math.sin(angle) });
    }
    return { at: at, rx: rx, ry: ry };
  }

  /* For each class the number of its strongly connected component, or -1 where it is alone. */
  function components(data, g) {
    var n = data.classes.length, index = [], low = [], on = [], stack = [], result = [];
    var count = 0, number = 0, i;
    for (i = 0; i < n; i++) { index.push(-1); low.push(0); on.push(false); result.push(-1); }
    for (i = 0; i < n; i++) {
      if (index[i] >= 0) { continue; }
      var work = [[i, 0]];
      while (work.length) {
        var top = work[work.length - 1], v = top[0];
        if (top[1] === 0) { index[v] = low[v] = count++; stack.push(v); on[v] = true; }
        if (top[1] < g.out[v].length) {
          var w = data.deps[g.out[v][top[1]++]][TO];
          if (index[w] < 0) { work.push([w, 0]); } else if (on[w]) {
            low[v] = Math.min(low[v], index[w]);
          }
          continue;
        }
        work.pop();
        if (work.length) {
          var p = work[work.length - 1][0];
          low[p] = Math.min(low[p], low[v]);
        }
        if (low[v] === index[v]) {
          var members = [], u;
          do { u = stack.pop(); on[u] = false; members.push(u); } while (u !== v);
          if (members.length > 1) {
            members.forEach(function (m) { result[m] = number; });
            number++;
          }
        }
      }
    }
    return result;
  }

  /*
   * The state after some steps of a scenario: who holds what, who waits for whom. The first half of
   * the steps take, the second half ask and block.
   */
  function scenario(finding, done) {
    var sides = finding.sides, n = sides.length, holds = [], waits = [], said = [], i, step, side;
    for (i = 0; i < done && i < finding.steps.length; i++) {
      step = finding.steps[i];
      side = sides[step[0]];
      if (i < n) {
        holds.push({ task: side.column, lock: side.held.name, side: step[0] });
        said = [side.column + ' holds ' + side.held.brief + ' now.'];
      } else {
        var holder = sides[(step[0] + 1) % n];
        waits.push({ task: side.column, lock: side.requested.name, on: holder.column, side: step[0] });
        said = [n === 1
          ? side.column + ' asks for ' + side.requested.brief + ', which it must let go of itself: it waits for itself.'
          : side.column + ' asks for ' + side.requested.brief + ' and waits: ' + holder.column + ' holds it.'];
      }
    }
    var hangs = done >= finding.steps.length && n > 0;
    if (hangs && n > 1) { said.push('Nobody can go on: deadlock.'); }
    if (done === 0) { said = ['Nothing has happened yet.']; }
    return { holds: holds, waits: waits, hangs: hangs, text: said.join(' ') };
  }

  /* How many chains have each depth. */
  function depths(chains) {
    var counts = [];
    chains.forEach(function (chain) {
      while (counts.length <= chain.length) { counts.push(0); }
      counts[chain.length]++;
    });
    return counts;
  }

  /* Whether a text holds every word of a query, whatever the case. */
  function matches(text, query) {
    var lower = text.toLowerCase();
    return query.toLowerCase().split(/\s+/).every(function (word) {
      return lower.indexOf(word) >= 0;
    });
  }

  /* The class a reader means: its name, its short name, or the one name that has the text in it. */
  function find(data, text) {
    var i, hits = [];
    for (i = 0; i < data.classes.length; i++) {
      if (data.classes[i][0] === text) { return i; }
      if (text && (data.classes[i][1] === text || data.classes[i][0].indexOf(text) >= 0)) {
        hits.push(i);
      }
    }
    var exact = hits.filter(function (h) { return data.classes[h][1] === text; });
    return exact.length === 1 ? exact[0] : hits.length === 1 ? hits[0] : -1;
  }

  /* The whole graph as DOT, for tools made for that. */
  function dot(data) {
    function quote(text) { return '"' + text.replace(/\\/g, '\\\\').replace(/"/g, '\\"') + '"'; }
    var lines = ['digraph locks {', '  node [shape=box];'];
    data.deps.forEach(function (d) {
      lines.push('  ' + quote(data.classes[d[FROM]][0]) + ' -> ' + quote(data.classes[d[TO]][0]) +
        ' [label="x' + d[COUNT] + '"' + (d[TIMED] ? ', style=dashed' : '') + '];');
    });
    return lines.concat('}', '').join('\n');
  }

  return {
    FROM: FROM, FROM_MODE: FROM_MODE, TO: TO, TO_MODE: TO_MODE, COUNT: COUNT, TIMED: TIMED,
    graph: graph, path: path, ego: ego, columns: columns, ring: ring, components: components,
    scenario: scenario, depths: depths, matches: matches, find: find, dot: dot
  };
}());
