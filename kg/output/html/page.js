// The page's behaviour: draws the data that stands in #data, filters it, and shows the claims behind each edge.
// Text reaches the document through textContent only; nothing is fetched.
(() => {
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const MODALITIES = Object.keys(data.texts.modalities);
const ORDER = ["Asserted", "Alleged", "Planned", "Possible", "Denied"];
const DASHES = {Asserted: false, Alleged: [9, 6], Planned: [2, 4], Possible: [2, 9], Denied: [14, 4, 2, 4]};
const CROWD = 250;   // edges from which they are drawn paler, and named only from close by
const FAMILIES = ["cooperative", "conflictual", "structural"];
const ROWS = 200;
const LEADING = 24;  // best connected nodes, which are named first

const claims = data.claims;
const nodes = new Map(data.nodes.map((node) => [node.id, {...node, edges: []}]));
const edges = new Map(data.edges.map((edge) => [edge.id, {...edge, claims: []}]));
for (const claim of claims) edges.get(claim.edge).claims.push(claim);
for (const edge of edges.values()) {
  nodes.get(edge.from).edges.push(edge);
  if (edge.to !== edge.from) nodes.get(edge.to).edges.push(edge);
}

const fresh = () => ({
  view: "graph", selected: null, around: null, since: "", until: "", undated: true,
  off: {relation: new Set(), class: new Set(), modality: new Set(), article: new Set()},
});
const state = {lang: "es", ...fresh()};
let shown = {nodes: new Set(), edges: new Map()};

// ---- words -----------------------------------------------------------------------------------------------------

const pick = (pair) => pair[state.lang === "en" ? 1 : 0];
const text = (key) => pick(data.texts.ui[key]);
const number = (value) => new Intl.NumberFormat(state.lang, {useGrouping: "always"}).format(value);
const plural = (count, one, many) => `${number(count)} ${text(count === 1 ? one : many)}`;
const inverseLabel = (relation) => {
  const {inverse} = data.relations[relation];
  return inverse ? pick(inverse) : `← ${relationLabel(relation)}`;
};
const relationLabel = (relation) => pick(data.relations[relation].labels);
const familyOf = (relation) => {
  const family = data.relations[relation].family;
  return FAMILIES.includes(family) ? family : "other";
};
const className = (type) => type ? pick(data.classes[type] || [type, type]) : pick(data.texts.groups.other);
const modalityLabel = (modality) => pick(data.texts.modalities[modality] || [modality, modality]);
const short = (iri) => iri.startsWith(data.prefix) ? iri.slice(data.prefix.length) : iri;
const fold = (value) => value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const articleTitle = (id) => (data.articles[id] || {}).title || id || text("untitled");

// An ISO date of year, month or day precision, in words.
function dateText(iso) {
  const match = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(iso || "");
  if (!match) return iso || "";
  const [, year, month, day] = match;
  if (!month) return year;
  const style = day ? {day: "numeric", month: "long", year: "numeric"} : {month: "long", year: "numeric"};
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day || 1)));
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(state.lang, {...style, timeZone: "UTC"}).format(date);
}

function periodText(claim) {
  if (claim.start && claim.end) {
    return claim.start === claim.end ? dateText(claim.start) : `${dateText(claim.start)} – ${dateText(claim.end)}`;
  }
  if (claim.start) return dateText(claim.start);
  return claim.end ? `${text("to")} ${dateText(claim.end)}` : "";
}

function quantityText(claim) {
  if (claim.value === undefined) return "";
  const value = typeof claim.value === "number" ? number(claim.value) : claim.value;
  return [pick(data.texts.bounds[claim.bound] || ["", ""]), value, claim.unit || ""].filter(Boolean).join(" ");
}

function safeLink(source) {
  try {
    const url = new URL(source);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch (error) {
    if (error instanceof TypeError) return null;  // a file's name, not a URL
    throw error;
  }
}

// ---- small builders --------------------------------------------------------------------------------------------

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "onclick" || name === "onchange") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// ---- shapes and lines, alike in the drawing and in the legend ---------------------------------------------------

function regular(count, turn, inner) {
  const points = [];
  const total = inner ? count * 2 : count;
  for (let i = 0; i < total; i++) {
    const radius = inner && i % 2 ? inner : 1;
    const angle = turn + (i * 2 * Math.PI) / total;
    points.push([Math.cos(angle) * radius, Math.sin(angle) * radius]);
  }
  return points;
}

const UP = -Math.PI / 2;
const FORMS = {  // corners in a circle of radius 1; null is the circle itself
  dot: null,
  square: [[-0.82, -0.82], [0.82, -0.82], [0.82, 0.82], [-0.82, 0.82]],
  diamond: [[0, -1.08], [1.08, 0], [0, 1.08], [-1.08, 0]],
  triangle: regular(3, UP).map(([x, y]) => [x * 1.15, y * 1.15 + 0.12]),
  triangleDown: regular(3, -UP).map(([x, y]) => [x * 1.15, y * 1.15 - 0.12]),
  hexagon: regular(6, 0),
  pentagon: regular(5, UP).map(([x, y]) => [x * 1.06, y * 1.06]),
  star: regular(5, UP, 0.48).map(([x, y]) => [x * 1.18, y * 1.18]),
  cross: [[-.38, -1], [.38, -1], [.38, -.38], [1, -.38], [1, .38], [.38, .38], [.38, 1], [-.38, 1], [-.38, .38], [-1, .38],
          [-1, -.38], [-.38, -.38]],
};

function tracePath(ctx, form, x, y, radius) {
  ctx.beginPath();
  const points = FORMS[form];
  if (!points) ctx.arc(x, y, radius * 0.95, 0, 2 * Math.PI);
  else points.forEach(([px, py], i) => ctx[i ? "lineTo" : "moveTo"](x + px * radius, y + py * radius));
  ctx.closePath();
}

function nodeIcon(group, form) {
  const points = FORMS[form];
  const shape = points
    ? svg("polygon", {points: points.map(([x, y]) => `${8 + x * 6.2},${8 + y * 6.2}`).join(" ")})
    : svg("circle", {cx: 8, cy: 8, r: 6});
  shape.style.fill = `var(--${group})`;
  return svg("svg", {width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true"}, shape);
}

function lineIcon(modality, family) {
  const line = svg("line", {x1: 1, y1: 8, x2: 35, y2: 8, "stroke-width": 2});
  if (DASHES[modality]) line.setAttribute("stroke-dasharray", DASHES[modality].join(" "));
  line.style.stroke = modality === "Denied" ? "var(--denied)" : family ? familyVariable(family) : "var(--soft)";
  const icon = svg("svg", {width: 36, height: 16, viewBox: "0 0 36 16", "aria-hidden": "true"}, line);
  if (modality === "Denied") {
    const strike = svg("path", {d: "M14 4 L22 12 M22 4 L14 12", "stroke-width": 1.6});
    strike.style.stroke = "var(--denied)";
    icon.append(strike);
  }
  return icon;
}

const familyVariable = (family) => `var(--${family === "other" ? "edge-other" : family})`;
let palette = {};
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "soft", "line", "accent", "halo", "denied", "edge-other", "cooperative", "conflictual",
                 "structural", ...Object.keys(data.texts.groups)];
  palette = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}
const familyColor = (family) => palette[family === "other" ? "edge-other" : family];

// ---- what passes the filters -------------------------------------------------------------------------------------

const claimDates = (claim) => {
  const date = (data.articles[claim.article] || {}).date || "";
  return [claim.start || claim.end || date, claim.end || claim.start || date];
};

function passes(claim) {
  const {off} = state;
  if (off.relation.has(edges.get(claim.edge).relation) || off.modality.has(claim.modality || "Asserted")) return false;
  if (off.article.has(claim.article || "")) return false;
  if (!state.since && !state.until) return true;
  const [first, last] = claimDates(claim);
  if (!first) return state.undated;
  if (state.since && last.slice(0, 10) < state.since.slice(0, last.length)) return false;
  return !(state.until && first.slice(0, 10) > state.until.slice(0, first.length));
}

// How an edge looks and what it says, from the claims of it that pass.
function summary(edge, passing) {
  const denied = passing.filter((claim) => claim.modality === "Denied");
  const stated = passing.filter((claim) => claim.modality !== "Denied");
  const modality = ORDER.find((name) => stated.some((claim) => (claim.modality || "Asserted") === name)) || "Denied";
  const counts = [];
  if (stated.length > 1 || (stated.length && denied.length)) counts.push(number(stated.length));
  if (!stated.length && denied.length > 1) counts.push(number(denied.length));
  if (stated.length && denied.length) {
    counts.push(`${number(denied.length)} ${text(denied.length === 1 ? "deniedCount" : "deniedCounts")}`);
  }
  const label = relationLabel(edge.relation) + (counts.length ? ` (${counts.join(" · ")})` : "");
  return {claims: passing, stated, denied, modality, label, contradicted: Boolean(stated.length && denied.length)};
}

function computeShown() {
  const passing = new Map();
  for (const edge of edges.values()) {
    const classOff = [edge.from, edge.to].some((id) => state.off.class.has(nodes.get(id).type));
    const kept = classOff ? [] : edge.claims.filter(passes);
    if (kept.length) passing.set(edge.id, kept);
  }
  let near = null;
  if (state.around) {
    near = new Set([state.around]);
    for (const edge of nodes.get(state.around).edges) if (passing.has(edge.id)) near.add(edge.from).add(edge.to);
  }
  shown = {nodes: new Set(), edges: new Map()};
  for (const [id, kept] of passing) {
    const edge = edges.get(id);
    if (near && !(near.has(edge.from) && near.has(edge.to))) continue;
    shown.edges.set(id, summary(edge, kept));
    shown.nodes.add(edge.from).add(edge.to);
  }
  for (const node of nodes.values()) {
    const lone = !node.edges.length && !state.off.class.has(node.type) && !near;
    if (lone || node.id === state.around) shown.nodes.add(node.id);
  }
}

// ---- the drawing -------------------------------------------------------------------------------------------------

let network = null, visNodes = null, visEdges = null, hovered = null;
let boxes = [];          // where edge labels were drawn, to find them under the pointer
const widths = new Map();

function lit() {  // nodes and edges that stand out, or null when all do
  if (!state.selected) return null;
  const kept = {nodes: new Set(), edges: new Set()};
  if (state.selected.kind === "edge") {
    const edge = edges.get(state.selected.id);
    kept.edges.add(edge.id);
    kept.nodes.add(edge.from).add(edge.to);
  } else {
    kept.nodes.add(state.selected.id);
    for (const edge of nodes.get(state.selected.id).edges) {
      if (shown.edges.has(edge.id)) { kept.edges.add(edge.id); kept.nodes.add(edge.from).add(edge.to); }
    }
  }
  return kept;
}
let light = null;

function startDrawing() {
  const paint = ({ctx, id, x, y}) => {
    const node = nodes.get(id);
    const radius = node.size;
    return {
      drawNode() {
        const chosen = state.selected && state.selected.id === id;
        tracePath(ctx, node.shape, x, y, radius);
        ctx.lineJoin = "round";
        ctx.fillStyle = palette.paper;
        ctx.fill();
        ctx.globalAlpha = light && !light.nodes.has(id) ? 0.16 : 1;
        ctx.fillStyle = palette[node.group];
        ctx.fill();
        ctx.lineWidth = chosen || hovered === id ? 3 : 1.5;
        ctx.strokeStyle = chosen || hovered === id ? palette.ink : palette.halo;
        ctx.stroke();
      },
      nodeDimensions: {width: radius * 2, height: radius * 2},
    };
  };
  visNodes = new vis.DataSet(data.nodes.map(({id, x, y, size, label}) =>
    ({id, x, y, size, label, shape: "custom", ctxRenderer: paint})));
  visEdges = new vis.DataSet(data.edges.map(({id, from, to, arrows, smooth}) =>
    ({id, from, to, arrows, smooth, selfReference: {size: 24}})));
  network = new vis.Network(byId("canvas"), {nodes: visNodes, edges: visEdges}, data.options);
  for (const item of Object.values(network.body.nodes)) {  // arrows end at a circle, not at a custom shape's box
    if (item.shape) item.shape.distanceToBorder = () => (nodes.has(item.id) ? nodes.get(item.id).size + 2 : 0);
  }
  network.on("afterDrawing", drawLabels);
  network.on("click", (event) => {
    const node = event.nodes[0];
    if (node) { select({kind: "node", id: node}); return; }
    const edge = labelAt(event.pointer.canvas) || event.edges[0];
    select(edge ? {kind: "edge", id: edge} : null);
  });
  network.on("doubleClick", (event) => { if (event.nodes[0]) onlyAround(event.nodes[0]); });
  network.on("hoverNode", (event) => hover(event.node));
  network.on("blurNode", () => hover(null));
  network.on("hoverEdge", (event) => { if (!hovered) hover(event.edge); });
  network.on("blurEdge", (event) => { if (hovered === event.edge) hover(null); });
  const frame = byId("canvas").querySelector("canvas");
  frame.setAttribute("aria-hidden", "true");
  frame.parentElement.removeAttribute("tabindex");
}

const pointer = (on) => { byId("canvas").style.cursor = on ? "pointer" : ""; };
function hover(id) {
  hovered = id;
  pointer(Boolean(id));
  network.redraw();
}

function labelAt({x, y}) {
  const box = boxes.find((b) => x >= b.left && x <= b.right && y >= b.top && y <= b.bottom);
  return box ? box.edge : null;
}

// Names and relations are written last, strongest first, each only where it covers nothing written before.
function drawLabels(ctx) {
  const scale = network.getScale();
  const taken = [];
  boxes = [];
  const free = (box, others) => others.every((b) => box.right < b.left || box.left > b.right || box.bottom < b.top || box.top > b.bottom);
  const measure = (words, font) => {
    const key = `${font}|${words}`;
    if (!widths.has(key)) { ctx.font = `${font}px ${FONT}`; widths.set(key, ctx.measureText(words).width); }
    return widths.get(key);
  };
  const write = (words, font, x, y, color, {alpha = 1, bold = false, plate = 0}) => {
    ctx.save();
    ctx.globalAlpha = alpha;
    ctx.font = `${bold ? "600 " : ""}${font / scale}px ${FONT}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 4 / scale;
    ctx.strokeStyle = palette.halo;
    if (plate) {
      ctx.fillStyle = palette.halo;
      ctx.fillRect(x - plate / 2, y - font * 0.6 / scale, plate, font * 1.2 / scale);
    } else ctx.strokeText(words, x, y);
    ctx.fillStyle = color;
    ctx.fillText(words, x, y);
    ctx.restore();
  };
  const strong = (id) => light ? light.nodes.has(id) : id === hovered;
  const visible = [...nodes.values()].filter((node) => shown.nodes.has(node.id));
  const at = network.getPositions(visible.map((node) => node.id));
  const discs = visible.map(({id, size}) => {
    const {x, y} = at[id], r = size * 0.9;
    return {left: x - r, right: x + r, top: y - r, bottom: y + r, size};
  });
  const font = Math.round(Math.min(16, Math.max(11.5, 13.5 * Math.sqrt(scale))));
  const ranked = [...visible.filter((node) => strong(node.id)), ...visible.filter((node) => !strong(node.id))];
  ranked.forEach((node, rank) => {
    const must = node.id === hovered || (state.selected && state.selected.id === node.id);
    const words = node.label.length > 34 && !must ? `${node.label.slice(0, 32)}…` : node.label;
    const {x, y} = at[node.id];
    const w = (measure(words, font) + 6) / scale / 2, h = (font + 3) / scale / 2, gap = node.size + h + 2;
    const spots = [[x, y + gap], [x, y - gap], [x + node.size + w + 2, y], [x - node.size - w - 2, y]];
    const boxAt = ([cx, cy]) => ({left: cx - w, right: cx + w, top: cy - h, bottom: cy + h});
    // The leading names may lie over lesser nodes; the others keep off all.
    const leading = rank < LEADING || strong(node.id);
    const clear = (box) => free(box, taken) && free(box, leading ? discs.filter((disc) => disc.size >= node.size) : discs);
    const spot = spots.find((place) => free(boxAt(place), taken) && free(boxAt(place), discs)) ||
      (leading ? spots.find((place) => clear(boxAt(place))) : null) || (must ? spots[0] : null);
    if (!spot) return;
    taken.push(boxAt(spot));
    write(words, font, spot[0], spot[1], palette.ink, {alpha: light && !light.nodes.has(node.id) ? 0.25 : 1, bold: must});
  });
  taken.push(...discs);
  const small = Math.max(10.5, font - 2);
  const order = [...shown.edges.keys()].map((id) => edges.get(id))
    .sort((a, b) => shown.edges.get(b.id).claims.length - shown.edges.get(a.id).claims.length);
  for (const edge of order) {
    if (light && !light.edges.has(edge.id)) continue;
    const drawn = network.body.edges[edge.id];
    if (!drawn || !drawn.connected) continue;
    const look = shown.edges.get(edge.id);
    const w = (measure(look.label, small) + 6) / scale / 2, h = (small + 3) / scale / 2;
    const a = at[edge.from], b = at[edge.to];
    const loop = edge.from === edge.to;
    const chosen = edge.id === hovered || (state.selected && state.selected.id === edge.id);
    if (look.modality === "Denied" && !loop && scale > 0.35) strike(ctx, drawn.edgeType.getPoint(0.32), scale);
    if (!light && !chosen) {
      if (order.length > CROWD && scale < 0.6) continue;
      if (!loop && Math.hypot(a.x - b.x, a.y - b.y) < w * 1.5) continue;  // longer than its edge: it would say nothing
    }
    for (const t of [0.5, 0.42, 0.58, 0.34, 0.66]) {
      const point = loop ? {x: a.x, y: a.y - nodes.get(edge.from).size - 48} : drawn.edgeType.getPoint(t);
      const box = {left: point.x - w, right: point.x + w, top: point.y - h, bottom: point.y + h};
      if (!free(box, taken) && !(chosen && t === 0.66)) continue;
      taken.push(box);
      boxes.push({...box, edge: edge.id});
      const color = look.modality === "Denied" ? palette.denied : familyColor(familyOf(edge.relation));
      write(look.label, small, point.x, point.y, color, {bold: chosen, plate: 2 * w});
      if (look.modality === "Denied") {
        ctx.save();
        ctx.strokeStyle = color;
        ctx.lineWidth = 1 / scale;
        ctx.beginPath();
        ctx.moveTo(point.x - w + 3 / scale, point.y);
        ctx.lineTo(point.x + w - 3 / scale, point.y);
        ctx.stroke();
        ctx.restore();
      }
      break;
    }
  }
}

function strike(ctx, {x, y}, scale) {
  const r = 5 / Math.sqrt(scale);
  ctx.save();
  ctx.strokeStyle = palette.denied;
  ctx.lineWidth = 1.8;
  ctx.beginPath();
  ctx.moveTo(x - r, y - r); ctx.lineTo(x + r, y + r);
  ctx.moveTo(x + r, y - r); ctx.lineTo(x - r, y + r);
  ctx.stroke();
  ctx.restore();
}

const FONT = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif';

function redraw() {
  light = lit();
  visNodes.update(data.nodes.map(({id}) => ({id, hidden: !shown.nodes.has(id)})));
  visEdges.update(data.edges.map(({id, relation}) => {
    const look = shown.edges.get(id);
    if (!look) return {id, hidden: true};
    const denied = look.modality === "Denied";
    const chosen = state.selected && state.selected.id === id;
    return {
      id, hidden: false, dashes: DASHES[look.modality],
      width: Math.min(1.4 + 0.9 * Math.log2(look.claims.length), 5) + (chosen ? 1.5 : 0),
      color: {color: denied ? palette.denied : familyColor(familyOf(relation)), opacity: light ? (light.edges.has(id) ? 1 : 0.12) : shown.edges.size > CROWD ? 0.5 : 0.8,
              inherit: false},
    };
  }));
  network.redraw();
}

// How much of the drawing's lower part lies under the panel: in a narrow window that is a sheet over it.
function covered() {
  const panel = byId("panel").getBoundingClientRect(), canvas = byId("canvas").getBoundingClientRect();
  return panel.width && panel.left < canvas.right ? Math.max(0, canvas.bottom - panel.top) : 0;
}

// Shows all that is drawn, or some nodes of it, with room for their names.
function fit(ids, animate) {
  const wanted = Object.values(network.getPositions(ids || [...shown.nodes]));
  if (!wanted.length) return;
  const [left, right] = [Math.min(...wanted.map((p) => p.x)), Math.max(...wanted.map((p) => p.x))];
  const [top, bottom] = [Math.min(...wanted.map((p) => p.y)), Math.max(...wanted.map((p) => p.y))];
  const {clientWidth, clientHeight} = byId("canvas");
  const scale = Math.min((clientWidth - 150) / (right - left || 1), (clientHeight - covered() - 90) / (bottom - top || 1), 1.15);
  const still = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches;
  network.moveTo({position: {x: (left + right) / 2, y: (top + bottom) / 2}, scale: Math.max(scale, 0.03), offset: {x: 0, y: -covered() / 2},
    animation: still ? false : {duration: 350, easingFunction: "easeInOutQuad"}});
}

// ---- selecting ---------------------------------------------------------------------------------------------------

function exists(chosen) {
  return chosen && (chosen.kind === "node" ? nodes.has(chosen.id) : edges.has(chosen.id)) ? chosen : null;
}

function select(chosen, {centre = false} = {}) {
  state.selected = exists(chosen);
  redraw();
  showPanel();
  if (centre && state.selected) {
    const ids = state.selected.kind === "node" ? [state.selected.id] : [edges.get(state.selected.id).from, edges.get(state.selected.id).to];
    if (ids.length > 1) fit(ids);
    else network.moveTo({position: network.getPositions(ids)[ids[0]], scale: Math.max(network.getScale(), 0.9), animation: false,
      offset: {x: 0, y: -covered() / 2}});
  }
  saveHash();
  speak();
}

function speak() {
  if (!state.selected) { byId("spoken").textContent = ""; return; }
  const {kind, id} = state.selected;
  if (kind === "node") {
    const node = nodes.get(id);
    const count = node.edges.filter((edge) => shown.edges.has(edge.id)).length;
    byId("spoken").textContent = `${node.label}, ${className(node.type)}, ${plural(count, "relationOne", "relationsLower")}`;
  } else {
    const edge = edges.get(id);
    byId("spoken").textContent = `${nodes.get(edge.from).label} ${relationLabel(edge.relation)} ${nodes.get(edge.to).label}`;
  }
}

function onlyAround(id) {
  state.around = id;
  state.selected = {kind: "node", id};
  state.view = "graph";
  refresh();
  fit(null, true);
}

function showAll() {
  Object.assign(state, fresh(), {view: state.view});
  buildFilters();
  refresh();
  fit(null, true);
}

function goTo(id) {
  if (!shown.nodes.has(id)) Object.assign(state, fresh());
  state.view = "graph";
  state.selected = {kind: "node", id};
  buildFilters();
  refresh();
  select(state.selected, {centre: true});
}

// ---- the panel ---------------------------------------------------------------------------------------------------

function nodeButton(id) {
  return make("button", {type: "button", class: "link", onclick: () => goTo(id)}, nodes.get(id).label);
}

function showPanel() {
  const panel = byId("panel");
  const had = !panel.hidden, inside = panel.contains(document.activeElement);
  panel.replaceChildren();
  panel.hidden = !state.selected;
  panel.classList.remove("wide");
  if (state.selected) {
    panel.append(make("button", {type: "button", class: "close", "aria-label": text("close"), onclick: closePanel}, "×"));
    if (state.selected.kind === "edge") edgePanel(panel, edges.get(state.selected.id));
    else nodePanel(panel, nodes.get(state.selected.id));
    panel.scrollTop = 0;
    if (inside) panel.focus({preventScroll: true});
  }
  if (had === panel.hidden && network) requestAnimationFrame(() => { network.redraw(); });
}

function closePanel() {
  select(null);
  byId("canvas").focus();
}

function edgePanel(panel, edge) {
  const look = shown.edges.get(edge.id) || summary(edge, edge.claims);
  const family = familyOf(edge.relation);
  panel.append(make("h2", {}, nodeButton(edge.from), " ", make("span", {class: `family-${family}`}, relationLabel(edge.relation)), " ",
    nodeButton(edge.to)));
  const articles = new Set(look.claims.map((claim) => claim.article)).size;
  panel.append(make("p", {class: "meta"}, `${pick(data.texts.families[family])} · ${plural(look.claims.length, "claim", "claims")} · ` +
    plural(articles, "articleOne", "articles")));
  if (!look.contradicted) { panel.append(...sorted(look.claims).map(claimCard)); return; }
  panel.classList.add("wide");
  panel.append(make("p", {class: "warning"}, text("contradiction")));
  panel.append(make("div", {class: "versus"},
    make("section", {}, make("h3", {}, `${text("affirmed")} (${number(look.stated.length)})`), ...sorted(look.stated).map(claimCard)),
    make("section", {}, make("h3", {}, `${text("denied")} (${number(look.denied.length)})`), ...sorted(look.denied).map(claimCard))));
}

// Newest first; what has no date comes last.
function sorted(list) {
  return [...list].sort((a, b) => (claimDates(b)[1] || "").localeCompare(claimDates(a)[1] || "") || a.id.localeCompare(b.id));
}

function claimCard(claim) {
  const edge = edges.get(claim.edge);
  const modality = claim.modality || "Asserted";
  const card = make("article", {class: "claim"},
    make("div", {class: "modality"}, lineIcon(modality, familyOf(edge.relation)), modalityLabel(modality)));
  if (claim.quote) {
    const quote = make("blockquote", {lang: "es"});
    quote.append(...highlighted(claim.quote, [nodes.get(edge.from), nodes.get(edge.to)]));
    card.append(quote);
  }
  const facts = [
    ["attributed_to", claim.attributed_to], ["item", claim.item], ["quantity", quantityText(claim)], ["when", periodText(claim)],
    ["place", claim.place],
    ["confidence", typeof claim.confidence === "number" ? `${Math.round(claim.confidence * 100)} %` : claim.confidence],
  ].filter(([, value]) => value);
  if (facts.length) card.append(make("dl", {}, ...facts.flatMap(([key, value]) => [make("dt", {}, text(key)), make("dd", {}, value)])));
  const article = data.articles[claim.article] || {};
  const link = safeLink(article.source);
  const title = articleTitle(claim.article);
  const cite = make("p", {class: "cite"},
    link ? make("a", {href: link, target: "_blank", rel: "noopener noreferrer"}, title) : title);
  if (article.date) cite.append(` · ${dateText(article.date)}`);
  if (article.source) cite.append(` · ${link ? new URL(link).hostname : article.source}`);
  card.append(cite);
  return card;
}

// The quote as pieces of text, the first whole-word mention of each end marked.
function highlighted(quote, ends) {
  const spans = [];
  for (const node of ends) {
    const names = [...new Set([node.label, ...node.labels])].filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
    for (const name of names) {
      const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "iu");
      const match = pattern.exec(quote);
      if (!match) continue;
      const span = [match.index, match.index + match[0].length];
      if (spans.some(([begin, end]) => span[0] < end && begin < span[1])) continue;
      spans.push(span);
      break;
    }
  }
  const pieces = [];
  let last = 0;
  for (const [begin, end] of spans.sort((a, b) => a[0] - b[0])) {
    pieces.push(quote.slice(last, begin), make("mark", {}, quote.slice(begin, end)));
    last = end;
  }
  return ["«", ...pieces, quote.slice(last), "»"];
}

function nodePanel(panel, node) {
  panel.append(make("h2", {}, node.label));
  panel.append(make("p", {class: "meta modality"}, nodeIcon(node.group, node.shape), className(node.type)));
  const others = node.labels.filter((name) => name !== node.label);
  if (others.length) panel.append(make("p", {class: "meta"}, `${text("alsoKnown")} ${others.join(" · ")}`));
  panel.append(make("button", {type: "button", onclick: () => onlyAround(node.id)}, text("only")));
  const here = node.edges.filter((edge) => shown.edges.has(edge.id));
  const outgoing = here.filter((edge) => edge.from === node.id || data.relations[edge.relation].symmetric);
  const incoming = here.filter((edge) => !outgoing.includes(edge));
  if (!here.length) panel.append(make("p", {class: "meta"}, text("noRelations")));
  for (const [title, group] of [["outgoing", outgoing], ["incoming", incoming]]) {
    if (!group.length) continue;
    panel.append(make("h3", {}, text(title)));
    for (const relation of [...new Set(group.map((edge) => edge.relation))]) {
      panel.append(make("h4", {class: `family-${familyOf(relation)}`}, title === "incoming" ? inverseLabel(relation) : relationLabel(relation)));
      panel.append(make("ul", {class: "ends"}, ...group.filter((edge) => edge.relation === relation).map((edge) => endRow(node, edge))));
    }
  }
}

function endRow(node, edge) {
  const other = nodes.get(edge.from === node.id ? edge.to : edge.from);
  const look = shown.edges.get(edge.id);
  const row = make("li", {}, lineIcon(look.modality, familyOf(edge.relation)),
    make("button", {type: "button", class: "link", onclick: () => { select({kind: "edge", id: edge.id}); byId("panel").focus(); }}, other.label),
    make("small", {}, plural(look.claims.length, "claim", "claims")));
  if (look.contradicted) row.append(make("small", {class: "warning"}, `${number(look.denied.length)} ${text(look.denied.length === 1 ? "deniedCount" : "deniedCounts")}`));
  return row;
}

// ---- filters -----------------------------------------------------------------------------------------------------

function counts(values) {
  const found = new Map();
  for (const value of values) found.set(value, (found.get(value) || 0) + 1);
  return found;
}

function filterOptions() {
  const relation = counts(claims.map((claim) => edges.get(claim.edge).relation));
  const families = [...FAMILIES, "other"];
  const classes = counts(data.nodes.map((node) => node.type));
  const modality = counts(claims.map((claim) => claim.modality || "Asserted"));
  const article = counts(claims.map((claim) => claim.article || ""));
  const compare = (a, b) => a.name.localeCompare(b.name, state.lang);
  return {
    relation: [...relation].map(([value, count]) => ({value, count, name: relationLabel(value), icon: () => lineIcon("Asserted", familyOf(value))}))
      .sort((a, b) => families.indexOf(familyOf(a.value)) - families.indexOf(familyOf(b.value)) || compare(a, b)),
    modality: MODALITIES.filter((value) => modality.has(value))
      .map((value) => ({value, count: modality.get(value), name: modalityLabel(value), icon: () => lineIcon(value, null)})),
    class: [...classes].map(([value, count]) => {
      const node = data.nodes.find((one) => one.type === value);
      return {value, count, name: className(value), icon: () => nodeIcon(node.group, node.shape)};
    }).sort(compare),
    article: [...article].map(([value, count]) => ({value, count, name: articleTitle(value), icon: () => ""})).sort(compare),
  };
}

function buildFilters() {
  const aside = byId("filters");
  aside.replaceChildren();
  for (const [kind, options] of Object.entries(filterOptions())) {
    const set = state.off[kind];
    const all = (checked) => () => {
      for (const {value} of options) if (checked) set.delete(value); else set.add(value);
      for (const box of group.querySelectorAll("input")) box.checked = checked;
      refresh();
    };
    const rows = options.map(({value, count, name, icon}) => {
      const box = make("input", {type: "checkbox", "data-kind": kind, "data-value": value, onchange: (event) => {
        if (event.target.checked) set.delete(value); else set.add(value);
        refresh();
      }});
      box.checked = !set.has(value);
      return make("label", {title: name}, box, icon(), make("span", {class: "name"}, name), make("span", {class: "count"}, number(count)));
    });
    const heading = make("legend", {}, make("span", {}, text(kind)),
      make("button", {type: "button", "aria-label": text("allOf") + text(kind), onclick: all(true)}, text("all")),
      make("button", {type: "button", "aria-label": text("noneOf") + text(kind), onclick: all(false)}, text("none")));
    const group = make("fieldset", {}, heading, make("div", {class: "rows"}, ...rows));
    aside.append(group);
  }
  const undated = make("input", {type: "checkbox", onchange: (event) => { state.undated = event.target.checked; refresh(); }});
  undated.checked = state.undated;
  const date = (key) => {
    const input = make("input", {type: "date", id: key, onchange: (event) => { state[key] = event.target.value; refresh(); }});
    input.value = state[key];
    return make("label", {}, make("span", {}, text(key)), input);
  };
  aside.append(make("fieldset", {class: "dates"}, make("legend", {}, make("span", {}, text("dates"))), date("since"), date("until"),
    make("label", {class: "wide"}, undated, make("span", {}, text("undated")))));
}

function openFilters(open) {
  byId("filters").hidden = !open;
  byId("toggle-filters").setAttribute("aria-expanded", String(open));
}

// ---- legend, list, notes -----------------------------------------------------------------------------------------

function legendEntries() {
  const groups = new Map();
  for (const node of data.nodes) groups.set(node.group, node.shape);
  const families = new Set(data.edges.map((edge) => familyOf(edge.relation)));
  const modality = new Set([...edges.values()].map((edge) => summary(edge, edge.claims).modality));
  return {
    groups: Object.keys(data.texts.groups).filter((name) => groups.has(name)).map((name) => [name, groups.get(name)]),
    families: [...FAMILIES, "other"].filter((name) => families.has(name)),
    modalities: ORDER.filter((name) => modality.has(name)),
  };
}

function buildLegend() {
  const {groups, families, modalities} = legendEntries();
  byId("legend-body").replaceChildren(
    make("ul", {"aria-label": text("entities")}, ...groups.map(([name, form]) => make("li", {}, nodeIcon(name, form), pick(data.texts.groups[name])))),
    make("ul", {"aria-label": text("relations")},
      ...families.map((name) => make("li", {}, lineIcon("Asserted", name), pick(data.texts.families[name]))),
      ...modalities.map((name) => make("li", {}, lineIcon(name, null), modalityLabel(name)))));
}

let rowLimit = ROWS;
function buildList() {
  const list = byId("list");
  list.replaceChildren();
  const all = [...shown.edges.values()].flatMap((look) => look.claims);
  const head = ["subject", "relation", "object", "modality", "when", "article", "quote", "evidence"];
  const body = make("tbody");
  for (const claim of all.slice(0, rowLimit)) {
    const edge = edges.get(claim.edge);
    const ends = [nodes.get(edge.from).label, relationLabel(edge.relation), nodes.get(edge.to).label];
    body.append(make("tr", {},
      make("td", {}, nodeButton(edge.from)), make("td", {class: `family-${familyOf(edge.relation)}`}, ends[1]),
      make("td", {}, nodeButton(edge.to)), make("td", {}, modalityLabel(claim.modality || "Asserted")),
      make("td", {class: "nowrap"}, periodText(claim)), make("td", {}, articleTitle(claim.article)),
      make("td", {class: "quote", lang: "es"}, claim.quote || ""),
      make("td", {}, make("button", {type: "button", "aria-label": text("evidenceLabel") + ends.join(" "),
        onclick: () => { select({kind: "edge", id: edge.id}); byId("panel").focus(); }}, text("view")))));
  }
  list.append(make("table", {}, make("caption", {}, `${text("tableLabel")} (${number(all.length)})`),
    make("thead", {}, make("tr", {}, ...head.map((key) => make("th", {scope: "col"}, text(key))))), body));
  if (all.length > rowLimit) {
    list.append(make("button", {type: "button", class: "more", onclick: () => { rowLimit += ROWS; buildList(); }}, text("more")));
  }
}

function showNotes() {
  const empty = !shown.edges.size;
  byId("empty").hidden = !empty;
  byId("empty-title").textContent = text(claims.length ? "filteredTitle" : "emptyTitle");
  byId("empty-text").textContent = text(claims.length ? "filteredText" : "emptyText");
  byId("legend").hidden = state.view === "list" || !data.nodes.length;
  byId("zoom").hidden = state.view === "list" || empty;
  byId("around").hidden = !state.around || state.view === "list";
  byId("around").textContent = state.around ? `${text("around")} ${nodes.get(state.around).label}` : "";
  if (data.cut) {
    const share = ([part, whole]) => `${number(part)} ${text("of")} ${number(whole)}`;
    byId("note-text").textContent = text("cut").replace("{edges}", share(data.cut.edges)).replace("{nodes}", share(data.cut.nodes));
  }
  const active = Object.values(state.off).reduce((sum, set) => sum + set.size, 0) + (state.since ? 1 : 0) + (state.until ? 1 : 0);
  byId("filter-count").hidden = !active;
  byId("filter-count").textContent = number(active);
  byId("show-all").disabled = !active && !state.around;
}

function showView() {
  const list = state.view === "list";
  byId("list").hidden = !list;
  byId("canvas").style.visibility = list ? "hidden" : "";
  byId("view-graph").setAttribute("aria-pressed", String(!list));
  byId("view-list").setAttribute("aria-pressed", String(list));
  byId("png").disabled = list || !data.nodes.length;
}

function translate() {
  document.documentElement.lang = state.lang;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", text(element.dataset.label));
  for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = text(element.dataset.placeholder);
  byId("title").textContent = data.title;
}

// Brings everything in step with the state.
function refresh() {
  computeShown();
  if (state.selected && state.selected.kind === "edge" && !shown.edges.has(state.selected.id)) state.selected = null;
  if (state.selected && state.selected.kind === "node" && !shown.nodes.has(state.selected.id)) state.selected = null;
  rowLimit = ROWS;
  translate();
  showView();
  redraw();
  showPanel();
  buildLegend();
  if (state.view === "list") buildList();
  showNotes();
  saveHash();
}

// ---- search ------------------------------------------------------------------------------------------------------

let found = [], active = -1;

function search(query) {
  const words = fold(query.trim());
  if (!words) return [];
  const rank = (name) => {
    const folded = fold(name);
    if (folded === words) return 0;
    if (folded.startsWith(words)) return 1;
    if (folded.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(words)) || folded.includes(` ${words}`)) return 2;
    return folded.includes(words) ? 3 : 9;
  };
  return data.nodes.map((node) => {
    const [best, name] = [node.label, ...node.labels].map((one) => [rank(one), one]).sort((a, b) => a[0] - b[0])[0];
    return {node, best, name};
  }).filter(({best}) => best < 9).sort((a, b) => a.best - b.best).slice(0, 12);
}

function showHits() {
  const query = byId("query"), list = byId("hits");
  found = search(query.value);
  active = found.length ? 0 : -1;
  list.replaceChildren(...found.map(({node, name}, i) => {
    const hint = !shown.nodes.has(node.id) ? text("hiddenHit") : name === node.label ? className(node.type) : name;
    return make("li", {id: `hit-${i}`, role: "option", "aria-selected": String(i === active), class: shown.nodes.has(node.id) ? null : "off",
      onclick: () => choose(i)}, nodeIcon(node.group, node.shape), node.label, make("small", {}, hint));
  }));
  if (!found.length && query.value.trim()) list.append(make("li", {"aria-disabled": "true"}, text("noHit")));
  list.hidden = !list.children.length;
  markHit();
}

function markHit() {
  const query = byId("query");
  [...byId("hits").children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
  query.setAttribute("aria-expanded", String(!byId("hits").hidden));
  if (active >= 0) {
    query.setAttribute("aria-activedescendant", `hit-${active}`);
    byId(`hit-${active}`).scrollIntoView({block: "nearest"});
  } else query.removeAttribute("aria-activedescendant");
}

function closeHits() {
  byId("hits").hidden = true;
  byId("hits").replaceChildren();
  active = -1;
  markHit();
}

function choose(i) {
  const {node} = found[i];
  byId("query").value = node.label;
  closeHits();
  goTo(node.id);
}

// ---- the address: what is selected, filtered and shown --------------------------------------------------------------

const LISTS = [["relation", "relation"], ["class", "class"], ["modality", "modality"], ["article", "article"]];

function saveHash() {
  const parts = new URLSearchParams();
  if (state.lang !== "es") parts.set("lang", state.lang);
  if (state.view !== "graph") parts.set("view", state.view);
  if (state.selected) parts.set(state.selected.kind, state.selected.kind === "node" ? short(state.selected.id) : state.selected.id);
  if (state.around) parts.set("around", short(state.around));
  for (const [kind, name] of LISTS) for (const value of [...state.off[kind]].sort()) parts.append(`no-${name}`, value);
  if (state.since) parts.set("since", state.since);
  if (state.until) parts.set("until", state.until);
  if (!state.undated) parts.set("undated", "0");
  const hash = parts.toString();
  if (hash === location.hash.slice(1)) return;
  try {
    history.replaceState(null, "", hash ? `#${hash}` : location.href.split("#")[0]);
  } catch (error) {
    if (error.name !== "SecurityError") throw error;  // inside a notebook's frame there is no address to write to
  }
}

function readHash() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const long = (id) => nodes.has(data.prefix + id) ? data.prefix + id : nodes.has(id) ? id : null;
  const day = (value) => /^\d{4}-\d\d-\d\d$/.test(value || "") ? value : "";
  Object.assign(state, fresh(), {
    lang: parts.get("lang") === "en" ? "en" : "es",
    view: parts.get("view") === "list" ? "list" : "graph",
    around: long(parts.get("around") || ""),
    since: day(parts.get("since")), until: day(parts.get("until")), undated: parts.get("undated") !== "0",
  });
  for (const [kind, name] of LISTS) state.off[kind] = new Set(parts.getAll(`no-${name}`));
  const node = long(parts.get("node") || "");
  state.selected = exists(node ? {kind: "node", id: node} : {kind: "edge", id: parts.get("edge") || ""});
}

// ---- picture -----------------------------------------------------------------------------------------------------

function picture() {
  const drawn = byId("canvas").querySelector("canvas");
  const ratio = drawn.width / drawn.clientWidth;
  const image = document.createElement("canvas");
  const ctx = image.getContext("2d");
  const width = drawn.clientWidth, top = 44;
  const {groups, families, modalities} = legendEntries();
  const entries = [
    ...groups.map(([name, form]) => ({label: pick(data.texts.groups[name]), form, color: palette[name]})),
    ...families.map((name) => ({label: pick(data.texts.families[name]), color: familyColor(name)})),
    ...modalities.map((name) => ({label: modalityLabel(name), dashes: DASHES[name], color: name === "Denied" ? palette.denied : palette.soft})),
  ];
  ctx.font = `12px ${FONT}`;
  let x = 16, y = 18;
  for (const entry of entries) {
    const need = ctx.measureText(entry.label).width + 52;
    if (x + need > width - 8 && x > 16) { x = 16; y += 20; }
    Object.assign(entry, {x, y});
    x += need;
  }
  const height = top + drawn.clientHeight + y + 18;
  image.width = Math.round(width * ratio);
  image.height = Math.round(height * ratio);
  ctx.scale(ratio, ratio);
  ctx.fillStyle = palette.paper;
  ctx.fillRect(0, 0, width, height);
  ctx.drawImage(drawn, 0, top, width, drawn.clientHeight);
  ctx.textBaseline = "middle";
  ctx.fillStyle = palette.ink;
  ctx.font = `600 16px ${FONT}`;
  ctx.fillText(data.title, 16, 24, width - 32);
  ctx.font = `12px ${FONT}`;
  const base = top + drawn.clientHeight;
  for (const {label, form, color, dashes, x: left, y: down} of entries) {
    if (form) {
      tracePath(ctx, form, left + 18, base + down, 6);
      ctx.fillStyle = color;
      ctx.fill();
    } else {
      ctx.beginPath();
      ctx.setLineDash(dashes || []);
      ctx.strokeStyle = color;
      ctx.lineWidth = 2;
      ctx.moveTo(left, base + down);
      ctx.lineTo(left + 28, base + down);
      ctx.stroke();
      ctx.setLineDash([]);
    }
    ctx.fillStyle = palette.ink;
    ctx.fillText(label, left + 34, base + down);
  }
  return image;
}

function savePicture() {
  picture().toBlob((blob) => {
    const url = URL.createObjectURL(blob);
    make("a", {href: url, download: `${fold(data.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "kg"}.png`}).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }, "image/png");
}

// ---- hands -------------------------------------------------------------------------------------------------------

function step(forward) {
  const ids = data.nodes.map((node) => node.id).filter((id) => shown.nodes.has(id));
  if (!ids.length) return;
  let here = -1;
  if (state.selected) here = ids.indexOf(state.selected.kind === "node" ? state.selected.id : edges.get(state.selected.id).from);
  const next = here < 0 ? (forward ? 0 : ids.length - 1) : (here + (forward ? 1 : -1) + ids.length) % ids.length;
  select({kind: "node", id: ids[next]}, {centre: true});
}

function stepEdge(forward) {
  if (!state.selected) { step(true); return; }
  const home = state.selected.kind === "node" ? state.selected.id : state.selected.home || edges.get(state.selected.id).from;
  const list = nodes.get(home).edges.filter((edge) => shown.edges.has(edge.id));
  if (!list.length) return;
  const here = state.selected.kind === "edge" ? list.findIndex((edge) => edge.id === state.selected.id) : (forward ? -1 : 0);
  select({kind: "edge", id: list[(here + (forward ? 1 : -1) + list.length) % list.length].id, home});
}

function zoom(factor) {
  network.moveTo({scale: Math.min(4, Math.max(0.05, network.getScale() * factor)), animation: false});
}

function listen() {
  const query = byId("query");
  query.addEventListener("input", showHits);
  query.addEventListener("focus", () => { if (query.value) query.select(); });
  query.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (byId("hits").hidden) showHits();
      else if (found.length) active = (active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      markHit();
      event.preventDefault();
    } else if (event.key === "Enter" && active >= 0) {
      choose(active);
      event.preventDefault();
    } else if (event.key === "Escape" && !byId("hits").hidden) {
      closeHits();
      event.stopPropagation();
    }
  });
  query.addEventListener("blur", () => setTimeout(closeHits, 150));
  byId("hits").addEventListener("mousedown", (event) => event.preventDefault());
  byId("canvas").addEventListener("keydown", (event) => {
    const keys = {ArrowRight: () => step(true), ArrowLeft: () => step(false), ArrowDown: () => stepEdge(true), ArrowUp: () => stepEdge(false),
                  Enter: () => { if (state.selected) byId("panel").focus(); }, "+": () => zoom(1.3), "-": () => zoom(1 / 1.3)};
    if (!keys[event.key]) return;
    keys[event.key]();
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (state.selected) closePanel();
      else if (state.around) showAll();
      else openFilters(false);
    } else if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) {
      query.focus();
      event.preventDefault();
    }
  });
  const click = (id, action) => byId(id).addEventListener("click", action);
  click("toggle-filters", () => openFilters(byId("filters").hidden));
  click("view-graph", () => { state.view = "graph"; refresh(); });
  click("view-list", () => { state.view = "list"; refresh(); });
  click("show-all", showAll);
  click("png", savePicture);
  click("language", () => { state.lang = state.lang === "es" ? "en" : "es"; buildFilters(); refresh(); });
  click("zoom-in", () => zoom(1.3));
  click("zoom-out", () => zoom(1 / 1.3));
  click("zoom-fit", () => fit(null, true));
  click("note-close", () => { byId("note").hidden = true; });
  window.addEventListener("hashchange", () => { readHash(); buildFilters(); refresh(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readPalette(); redraw(); });
}

readPalette();
readHash();
computeShown();
startDrawing();
buildFilters();
listen();
byId("note").hidden = !data.cut;
if (innerWidth < 820) byId("legend").open = false;
refresh();
fit();
if (state.selected) select(state.selected, {centre: true});
window.kgView = Object.freeze({network, select, state});  // a handle for the browser's console and for tests
})();
