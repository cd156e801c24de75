// Where in the part of a country that is seen its name has room.

/** Lines along which room is looked for. */
const ROWS = 9;

/** Whether a position lies within polygons, all in the measure in which the world is one wide. */
export function holds(parts, x, y) {
  let inside = false;
  for (const { lines, box } of parts) {
    if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) continue;
    for (const line of lines) {
      for (let at = 2; at < line.length; at += 2) {
        const [fromY, toY] = [line[at - 1], line[at + 1]];
        if ((fromY > y) === (toY > y)) continue;
        if (x < line[at - 2] + ((y - fromY) / (toY - fromY)) * (line[at] - line[at - 2])) inside = !inside;
      }
    }
  }
  return inside;
}

/**
 * The middles of the stretches of a country within a view, each with how wide it is, the best first. `parts` are polygons
 * of rings, the world one wide; `size` is how many pixels that is, and `origin` where it begins.
 */
export function hearts(parts, { min, max }, size, origin) {
  const found = [];
  for (let row = 1; row <= ROWS; row++) {
    const share = row / (ROWS + 1);
    const y = min.y + share * (max.y - min.y);
    const height = (y + origin.y) / size;
    const cuts = [];
    for (const { lines, box } of parts) {
      if (height < box[1] || height > box[3]) continue;
      for (const line of lines) {
        for (let at = 2; at < line.length; at += 2) {
          const [fromY, toY] = [line[at - 1], line[at + 1]];
          if ((fromY > height) === (toY > height)) continue;
          cuts.push(line[at - 2] + ((height - fromY) / (toY - fromY)) * (line[at] - line[at - 2]));
        }
      }
    }
    cuts.sort((left, right) => left - right);
    // What crosses the antimeridian lies partly beyond the edge of the world, and is seen in the next one.
    for (const world of [-1, 0, 1]) {
      for (let at = 0; at + 1 < cuts.length; at += 2) {
        const left = Math.max(min.x, (cuts[at] + world) * size - origin.x);
        const right = Math.min(max.x, (cuts[at + 1] + world) * size - origin.x);
        // Rather in the middle of the view than at its edge.
        const worth = (right - left) * (1 - 0.6 * Math.abs(share - 0.5));
        if (right > left) found.push({ x: (left + right) / 2, y, width: right - left, worth });
      }
    }
  }
  return found.sort((left, right) => right.worth - left.worth);
}
