/** A volume in percent as a share of the loudest sample: what is heard as half as loud is a quarter of it. */
export function ringShare(percent: number): number {
  return (percent / 100) ** 2;
}
