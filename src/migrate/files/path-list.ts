/** Paths of which each ends with a zero byte, as `find -print0` writes them. */
export function* pathsIn(told: Buffer): Generator<Buffer> {
  let at = 0;
  for (let end = told.indexOf(0); end >= 0; end = told.indexOf(0, at)) {
    yield told.subarray(at, end);
    at = end + 1;
  }
}
