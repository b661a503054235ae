/** Longest address SMTP can deliver to (RFC 5321 §4.5.3.1.3, less the brackets), in characters of its ASCII form. */
export const longestEmail = 254
/** Longest part before the @ (RFC 5321 §4.5.3.1.1). */
export const longestLocalPart = 64
