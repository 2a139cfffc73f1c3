// What is done to single shapes: longitudes, rounding, clipping.
import { readFileSync } from "node:fs";

export const decimals = 2; // of a degree: about 1 km

// rows reads a CSV table, quoted cells included, as objects by column.
export function rows(url) {
  const [header, ...lines] = readFileSync(url, "utf8").trim().split("\n").map((line) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => m[1].replace(/^"|"$/g, "").replaceAll('""', '"')));
  return lines.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i]])));
}

// unwrap puts longitudes east of 180 degrees above 180, so that a country that
// lies across is in one piece.
export function unwrap(geometry, across) {
  const point = ([x, y]) => [across && x < 0 ? x + 360 : x, y];
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return { type: "MultiPolygon", coordinates: polygons.map((p) => p.map((ring) => ring.map(point))) };
}

// size is the area within a ring, in steradians.
function size(ring) {
  const radians = Math.PI / 180;
  const trapezia = ring.slice(1).map(([x, y], i) => (x - ring[i][0]) * radians * (2 + Math.sin(y * radians) + Math.sin(ring[i][1] * radians)));
  return Math.abs(trapezia.reduce((sum, a) => sum + a, 0)) / 2;
}

const same = (p, q) => p[0] === q[0] && p[1] === q[1];

// round rounds a shape, drops what shrinks to nothing and every ring smaller
// than an area in steradians but for the largest.
export function round(geometry, smallest) {
  const scale = 10 ** decimals;
  const ring = (r) => r.map((p) => p.map((x) => Math.round(x * scale) / scale))
    .filter((p, i, all) => i === 0 || !same(p, all[i - 1]));
  const closed = (r) => same(r[0], r[r.length - 1]) ? r : [...r, r[0]]; // simplifying may leave a gap of one step
  const polygons = geometry.coordinates.map((p) => p.map((r) => closed(ring(r))).filter((r) => r.length > 3)).filter((p) => p.length > 0);
  const largest = Math.max(...polygons.map((p) => size(p[0])));
  return {
    type: "MultiPolygon",
    coordinates: polygons.filter((p) => size(p[0]) >= Math.min(smallest, largest))
      .map((p) => [p[0], ...p.slice(1).filter((r) => size(r) >= smallest)]),
  };
}

// clip cuts polygons to a box of degrees (west, south, east, north), by
// Sutherland and Hodgman.
export function clip(polygons, [west, south, east, north]) {
  const sides = [[0, west, 1], [0, east, -1], [1, south, 1], [1, north, -1]];
  const cut = (ring, [axis, at, sign]) => {
    const inside = (p) => sign * (p[axis] - at) >= 0;
    const out = [];
    ring.forEach((p, i) => {
      const q = ring[(i + ring.length - 1) % ring.length];
      if (inside(p) !== inside(q)) {
        const share = (at - q[axis]) / (p[axis] - q[axis]);
        out.push([q[0] + share * (p[0] - q[0]), q[1] + share * (p[1] - q[1])]);
      }
      if (inside(p)) out.push(p);
    });
    return out;
  };
  return polygons
    .map((p) => p.map((r) => sides.reduce(cut, r.slice(0, -1))).filter((r) => r.length > 2).map((r) => [...r, r[0]]))
    .filter((p) => p.length > 0);
}
