/** Why a row is left out that the filter doesn't let through. */
export const filteredReason = 'The filter leaves this row out.'
