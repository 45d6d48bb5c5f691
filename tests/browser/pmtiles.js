// Writes a base map in one file: PMTiles version 3 (github.com/protomaps/PMTiles, spec/v3) with vector tiles (Mapbox
// Vector Tile 2.1). Just enough of both for a ground, a park, a lake, streets with names and a place.
const EXTENT = 4096

function varint(n) {
  const bytes = []
  let rest = BigInt(n)
  do {
    const low = Number(rest & 127n)
    rest >>= 7n
    bytes.push(rest ? low | 128 : low)
  } while (rest)
  return Buffer.from(bytes)
}
const zigzag = (n) => (n < 0 ? -2 * n - 1 : 2 * n)
const field = (number, wire, body) => Buffer.concat([varint(number * 8 + wire), ...(wire === 2 ? [varint(body.length)] : []), body])
const text = (number, value) => field(number, 2, Buffer.from(value))

/** Web Mercator: in which tile of a zoom a position lies, with the part behind the comma. */
export function tileOf([lon, lat], zoom) {
  const n = 2 ** zoom
  const sin = Math.sin((lat * Math.PI) / 180)
  return [((lon + 180) / 360) * n, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * n]
}

/** A feature: kind 1 point, 2 line, 3 polygon; its rings or lines in degrees. */
function feature({ kind, lines, tags }, keys, values, [zoom, x, y]) {
  const commands = []
  let [px, py] = [0, 0]
  const step = ([lon, lat]) => {
    const [tx, ty] = tileOf([lon, lat], zoom)
    const [cx, cy] = [Math.round((tx - x) * EXTENT), Math.round((ty - y) * EXTENT)]
    commands.push(zigzag(cx - px), zigzag(cy - py))
    ;[px, py] = [cx, cy]
  }
  for (const line of lines) {
    commands.push(1 | (1 << 3))
    step(line[0])
    if (line.length > 1) {
      commands.push(2 | ((line.length - 1) << 3))
      line.slice(1).forEach(step)
    }
    if (kind === 3) commands.push(7 | (1 << 3))
  }
  const tagged = Object.entries(tags).flatMap(([key, value]) => {
    if (!keys.includes(key)) keys.push(key)
    if (!values.includes(value)) values.push(value)
    return [keys.indexOf(key), values.indexOf(value)]
  })
  return field(2, 2, Buffer.concat([field(2, 2, Buffer.concat(tagged.map(varint))), field(3, 0, varint(kind)), field(4, 2, Buffer.concat(commands.map(varint)))]))
}
function tile(layers, at) {
  return Buffer.concat(Object.entries(layers).map(([name, features]) => {
    const [keys, values] = [[], []]
    const drawn = features.map((one) => feature(one, keys, values, at))
    return field(3, 2, Buffer.concat([text(1, name), ...drawn, ...keys.map((key) => text(3, key)), ...values.map((value) => field(4, 2, text(1, value))), field(5, 0, varint(EXTENT)), field(15, 0, varint(2))]))
  }))
}

/** Number of a tile along the Hilbert curve, as the format counts them. */
export function tileId(zoom, x, y) {
  let id = 0
  for (let z = 0; z < zoom; z++) id += 4 ** z
  let [tx, ty] = [x, y]
  for (let s = 2 ** (zoom - 1); s >= 1; s /= 2) {
    const rx = tx & s ? 1 : 0
    const ry = ty & s ? 1 : 0
    id += s * s * ((3 * rx) ^ ry)
    if (ry === 0) {
      if (rx === 1) [tx, ty] = [s - 1 - (tx & (s - 1)), s - 1 - (ty & (s - 1))]
      ;[tx, ty] = [ty, tx]
    }
  }
  return id
}

/** The whole file: layers of features in degrees, over the bounds, for each zoom. */
export function pmtiles(layers, [west, south, east, north], [from, to]) {
  const tiles = []
  for (let zoom = from; zoom <= to; zoom++) {
    const [x0, y0] = tileOf([west, north], zoom).map(Math.floor)
    const [x1, y1] = tileOf([east, south], zoom).map(Math.floor)
    for (let x = x0; x <= x1; x++) for (let y = y0; y <= y1; y++) tiles.push({ id: tileId(zoom, x, y), body: tile(layers, [zoom, x, y]) })
  }
  tiles.sort((a, b) => a.id - b.id)
  const data = Buffer.concat(tiles.map((one) => one.body))
  // A directory: how many, the differences of numbers, run lengths, lengths, offsets (plus one).
  let offset = 0
  const offsets = tiles.map((one) => { const at = offset; offset += one.body.length; return at })
  const directory = Buffer.concat([
    varint(tiles.length), ...tiles.map((one, i) => varint(one.id - (i ? tiles[i - 1].id : 0))), ...tiles.map(() => varint(1)),
    ...tiles.map((one) => varint(one.body.length)), ...offsets.map((at) => varint(at + 1)),
  ])
  const metadata = Buffer.from(JSON.stringify({ name: 'test', vector_layers: Object.keys(layers).map((id) => ({ id, fields: {} })) }))
  const head = Buffer.alloc(127)
  head.write('PMTiles', 0, 'latin1')
  head[7] = 3
  const parts = [[127, directory.length], [127 + directory.length, metadata.length], [127 + directory.length + metadata.length, 0], [127 + directory.length + metadata.length, data.length]]
  parts.flat().forEach((n, i) => head.writeBigUInt64LE(BigInt(n), 8 + i * 8))
  ;[tiles.length, tiles.length, tiles.length].forEach((n, i) => head.writeBigUInt64LE(BigInt(n), 72 + i * 8))
  // Clustered; nothing is compressed (1); vector tiles (1).
  head.set([1, 1, 1, 1, from, to], 96)
  ;[west, south, east, north].forEach((degrees, i) => head.writeInt32LE(Math.round(degrees * 1e7), 102 + i * 4))
  head[118] = from
  head.writeInt32LE(Math.round(((west + east) / 2) * 1e7), 119)
  head.writeInt32LE(Math.round(((south + north) / 2) * 1e7), 123)
  return Buffer.concat([head, directory, metadata, data])
}
