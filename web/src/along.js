// Names along lines: the stretches of a line, in pixels, along which a name of some length can be written.

/** How far a line may stray from a name along it, pixels. */
const STRAY = 6;
/** Between the beginnings of two stretches, pixels, and how many of a line are looked at. */
const STEP = 24;
const MOST = 200;

/** The parts of a line that lie where `isIn` says. */
export function runs(points, isIn) {
  const parts = [[]];
  for (const point of points) {
    if (isIn(point)) parts.at(-1).push(point);
    else if (parts.at(-1).length > 0) parts.push([]);
  }
  return parts.filter(({ length }) => length > 1);
}

/** The stretches of a line that suit a name of this length, the best first: middle, angle, and by how much each suits. */
export function stretches(points, length) {
  const passed = [0];
  for (let at = 1; at < points.length; at++) {
    passed.push(passed[at - 1] + Math.hypot(points[at].x - points[at - 1].x, points[at].y - points[at - 1].y));
  }
  const whole = passed.at(-1);
  const found = [];
  const at = (distance) => {
    let next = passed.findIndex((there) => there >= distance);
    next = Math.max(1, next === -1 ? points.length - 1 : next);
    const [from, to] = [points[next - 1], points[next]];
    const run = passed[next] - passed[next - 1];
    const share = run > 0 ? (distance - passed[next - 1]) / run : 0;
    return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
  };
  for (let start = 0, count = 0; start + length <= whole && count < MOST; start += STEP, count++) {
    const [from, to] = [at(start), at(start + length)];
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const chord = Math.hypot(dx, dy);
    if (chord < 0.9 * length) continue;
    let stray = 0;
    points.forEach((point, number) => {
      if (passed[number] <= start || passed[number] >= start + length) return;
      stray = Math.max(stray, Math.abs((point.x - from.x) * dy - (point.y - from.y) * dx) / chord);
    });
    if (stray > STRAY) continue;
    // Nobody reads upside down.
    let angle = Math.atan2(dy, dx);
    if (Math.abs(angle) > Math.PI / 2) angle -= Math.PI * Math.sign(angle);
    const offMiddle = Math.abs(start + length / 2 - whole / 2) / whole;
    found.push({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, angle, cost: stray + 3 * Math.abs(angle) + 4 * offMiddle });
  }
  return found.sort((left, right) => left.cost - right.cost);
}

/** What a name along a stretch covers, `away` pixels above it (or below, where that is negative), as a row of boxes. */
export function cover({ x, y, angle }, away, length, size) {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const [middleX, middleY] = [x + sine * away, y - cosine * away];
  const count = Math.max(1, Math.ceil(length / (0.6 * size)));
  const half = 0.56 * size;
  const boxes = Array.from({ length: count + 1 }, (_, number) => {
    const along = length * (number / count - 0.5);
    const [left, top] = [middleX + along * cosine, middleY + along * sine];
    return [left - half, top - half, left + half, top + half];
  });
  return { x: middleX, y: middleY, boxes };
}
