/** Milliseconds since 1970 with fractions: comparable between the processes of one machine. */
export function wallClockMs(): number {
  return performance.timeOrigin + performance.now();
}
