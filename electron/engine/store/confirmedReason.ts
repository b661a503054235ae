/** What the journal says of somebody who was asked to confirm and has; also how they are counted. */
export const confirmedReason = 'Has confirmed by now.'

/** The same of somebody who left instead. */
export const leftUnconfirmedReason = 'Left without confirming.'
