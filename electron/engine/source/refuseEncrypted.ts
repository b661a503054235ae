import { AppError } from '../../../shared/errors.ts'
import { readFully, type SourceFile } from './openSourceFile.ts'

/** First bytes of a compound file, which an old .xls is, and a workbook with a password
 * ([MS-CFB] 2.2, [MS-OFFCRYPTO] 2.3). */
const compound = [0xd0, 0xcf, 0x11, 0xe0]

/**
 * A workbook with a password is a compound file that holds a stream with this name; everything else in it is noise.
 * @throws AppError `invalid-input` for one.
 */
export async function refuseEncrypted(file: SourceFile, head: Uint8Array): Promise<void> {
  if (head.length < 512 || !compound.every((byte, at) => head[at] === byte)) return
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const sectorBytes = 2 ** Math.min(view.getUint16(30, true), 12)
  const directory = await readFully(
    file,
    new Uint8Array(sectorBytes),
    (view.getUint32(48, true) + 1) * sectorBytes,
  )
  const name = Buffer.from('EncryptedPackage', 'utf16le')
  if (!Buffer.from(directory).includes(name) && !Buffer.from(head).includes(name)) return
  throw new AppError(
    'invalid-input',
    `“${file.name}” is protected with a password. Open it in your spreadsheet, save it without the password, and choose that file.`,
  )
}
