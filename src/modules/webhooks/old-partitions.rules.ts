const MONTHLY = /^deliveries_(\d{4})_(\d{2})$/;

/** Those whose last instant lies before: nothing in them is younger. */
export const pastPartitions = (names: readonly string[], before: Date): readonly string[] =>
  names.filter((name) => {
    const [, year, month] = MONTHLY.exec(name) ?? [];
    // Months are counted from zero, so this is the first instant after it.
    return year !== undefined && Date.UTC(Number(year), Number(month), 1) <= before.getTime();
  });
