/** Processors in use as people know it from `docker stats`: 100 % is one whole processor. */
export function formatCpus(cpus: number): string {
  const percent = cpus * 100;
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}
