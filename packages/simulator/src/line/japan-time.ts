/** LINE's days and months begin in UTC+9, wherever the account is. */
export const japanOffsetMs = 9 * 3_600_000;
