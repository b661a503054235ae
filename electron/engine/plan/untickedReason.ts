/** Why a row does not go that the user switched off as a whole. */
export const untickedReason = 'unticked by you'
