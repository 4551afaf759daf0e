/** Draws lines and cards as a PNG, so that an icon can follow the colours of the project without a picture to edit. */
import { crc32, deflateSync } from 'node:zlib'

/** A line with round ends, or a filled square with round corners, on a grid of 32 by 32. */
export type DrawnShape = { colour: string } & (
  | { line: readonly [x1: number, y1: number, x2: number, y2: number]; width: number }
  | { square: number; corner: number }
)

/** @param size in pixels; the ground fills all of it */
export function drawPng(size: number, ground: string, shapes: readonly DrawnShape[]): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  // Eight bits for each of red, green and blue.
  header.set([8, 2], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rowsOf(size, ground, shapes))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Red, green and blue of every point. Each row begins with a byte that names its filter: none. */
function rowsOf(size: number, ground: string, shapes: readonly DrawnShape[]): Buffer {
  const unit = size / 32
  const painted = shapes.map((shape) => ({ shape, paint: channels(shape.colour) }))
  const background = channels(ground)
  const length = size * 3 + 1
  const rows = Buffer.alloc(length * size)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      let colour = background
      for (const { shape, paint } of painted) {
        const outside = distance(shape, (x + 0.5) / unit, (y + 0.5) / unit) * unit
        const cover = Math.min(1, Math.max(0, 0.5 - outside))
        if (cover > 0) colour = colour.map((value, at) => value + ((paint[at] ?? 0) - value) * cover)
      }
      rows.set(colour, y * length + 1 + x * 3)
    }
  return rows
}

/** How far a point is outside of a shape; negative inside. */
function distance(shape: DrawnShape, x: number, y: number): number {
  if ('square' in shape) {
    const inner = shape.square / 2 - shape.corner
    const across = Math.max(0, Math.abs(x - 16) - inner)
    const down = Math.max(0, Math.abs(y - 16) - inner)
    return Math.sqrt(across ** 2 + down ** 2) - shape.corner
  }
  const [x1, y1, x2, y2] = shape.line
  const [across, down] = [x2 - x1, y2 - y1]
  const along = ((x - x1) * across + (y - y1) * down) / (across ** 2 + down ** 2)
  const at = Math.min(1, Math.max(0, along))
  const [fromX, fromY] = [x - x1 - at * across, y - y1 - at * down]
  return Math.sqrt(fromX ** 2 + fromY ** 2) - shape.width / 2
}

const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))

/** PNG, 5.3: the length, the kind, the data, and a checksum of both. */
function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, checksum])
}
