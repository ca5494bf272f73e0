/** Hours of a month as prices by the month are turned into prices by the hour: 365 days × 24 ÷ 12. */
export const HOURS_PER_MONTH = 730;
export const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;
