/** Days of the week as the API numbers them: 0 Monday to 6 Sunday. */
export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;
