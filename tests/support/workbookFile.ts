import { zipFile, type ZipPart } from './zipFile.ts'

export interface TestSheet {
  readonly name: string
  /** XML inside of `<sheetData>`. */
  readonly rows: string
  readonly hidden?: boolean
}

export interface TestWorkbook {
  readonly sheets: readonly TestSheet[]
  /** XML of each text, inside of `<si>`. */
  readonly strings?: readonly string[]
  /** Number formats of styles 0, 1, 2, …: a number of a built-in one, or a code. */
  readonly formats?: readonly (number | string)[]
  readonly date1904?: boolean
}

/** A workbook (.xlsx) with exactly this XML, as ECMA-376 has it. */
export function workbookFile(workbook: TestWorkbook): Buffer {
  return zipFile(workbookParts(workbook))
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relationship = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export function workbookParts({ sheets, strings, formats = [0], date1904 }: TestWorkbook): ZipPart[] {
  const relations = [
    ...sheets.map((_, n) => relation(`rId${n + 1}`, 'worksheet', `worksheets/sheet${n + 1}.xml`)),
    relation('rIdS', 'styles', 'styles.xml'),
    ...(strings ? [relation('rIdT', 'sharedStrings', 'sharedStrings.xml')] : []),
  ]
  const tabs = sheets.map(
    ({ name, hidden }, n) =>
      `<sheet name="${name}" sheetId="${n + 1}"${hidden === true ? ' state="hidden"' : ''} r:id="rId${n + 1}"/>`,
  )
  return [
    { name: '[Content_Types].xml', content: `${head}<Types/>` },
    { name: '_rels/.rels', content: relationsXml([relation('rId1', 'officeDocument', 'xl/workbook.xml')]) },
    {
      name: 'xl/workbook.xml',
      content: `${head}<workbook ${main} xmlns:r="${relationship}"><workbookPr${date1904 === true ? ' date1904="1"' : ''}/><sheets>${tabs.join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', content: relationsXml(relations) },
    { name: 'xl/styles.xml', content: stylesXml(formats) },
    ...(strings
      ? [
          {
            name: 'xl/sharedStrings.xml',
            content: `${head}<sst ${main}>${strings.map((text) => `<si>${text}</si>`).join('')}</sst>`,
          },
        ]
      : []),
    ...sheets.map(({ rows }, n) => ({
      name: `xl/worksheets/sheet${n + 1}.xml`,
      content: `${head}<worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`,
    })),
  ]
}

/** A row of cells that each hold their text. */
export function textRow(row: number, cells: readonly string[]): string {
  const inside = cells.map((cell) => `<c t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`)
  return `<row r="${row}">${inside.join('')}</row>`
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${relationship}/${type}" Target="${target}"/>`
}

function relationsXml(relations: readonly string[]): string {
  return `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join('')}</Relationships>`
}

function stylesXml(formats: readonly (number | string)[]): string {
  const ids = formats.map((format, n) => (typeof format === 'number' ? format : 164 + n))
  const own = formats.flatMap((format, n) =>
    typeof format === 'number'
      ? []
      : [`<numFmt numFmtId="${164 + n}" formatCode="${escapeXml(format).replaceAll('"', '&quot;')}"/>`],
  )
  const cells = ids.map((id) => `<xf numFmtId="${id}" xfId="0"/>`)
  return `${head}<styleSheet ${main}><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${cells.join('')}</cellXfs></styleSheet>`
}
