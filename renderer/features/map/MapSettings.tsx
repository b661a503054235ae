import { Accordion, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { AudienceSection, audienceSummary } from './AudienceSection.tsx'
import { ConsentSection, consentSummary } from './ConsentSection.tsx'
import {
  DuplicatesSection,
  HeldBackSection,
  ImportTagSection,
  ModeSection,
  SameAddressSection,
  StableIdPicker,
} from './RowSections.tsx'
import { type MapScene, useMap } from './MapContext.tsx'
import { OperationSection } from '../objects/OperationSection.tsx'
import { importWords } from '../objects/objectWords.ts'
import { ListSection, listKind, listSummary } from './lists/ListSection.tsx'
import { duplicateSummary, kindWords, modeWords } from './mapWords.ts'
import { filterSummary, rulesSummary } from './rules/conditionWords.ts'
import { FilterSection, RulesSection } from './rules/RulesSection.tsx'
import { VolumeSection, volumeSummary } from './VolumeSection.tsx'
import { ValueSection, valueSummary } from './ValueSection.tsx'

/** Everything but columns, one line each until it is opened. */
export function MapSettings() {
  const scene = useMap()
  const { spec, connector, object } = scene
  const mode = modeWords.find(({ value }) => value === spec.mode)?.label ?? spec.mode
  return (
    <Accordion
      multiple
      order={2}
      chevronPosition="right"
      defaultValue={['audiences', 'operation']}
      styles={{
        item: { borderColor: 'var(--lf-line)' },
        control: { paddingInline: 4 },
        label: { paddingBlock: 8 },
        content: { paddingInline: 4, paddingBlockStart: 0 },
      }}
    >
      {object === null ? (
        <>
          <Section value="audiences" title="Put people into" summary={audienceSummary(scene)}>
            <AudienceSection />
          </Section>
          <Section
            value="lists"
            title={`${kindWords[listKind(connector)].many} from a column`}
            summary={listSummary(scene)}
          >
            <ListSection />
          </Section>
          <Section value="consent" title="Consent" summary={consentSummary(spec.consent, connector)}>
            <ConsentSection />
          </Section>
        </>
      ) : (
        <Section value="operation" title="What is done" summary={importWords(object.view, object.op)}>
          <OperationSection />
        </Section>
      )}
      {object === null ? (
        <>
          <Section value="filter" title="Which rows count" summary={filterSummary(spec.filter ?? null)}>
            <FilterSection />
          </Section>
          <Section value="rules" title="IF and THEN" summary={rulesSummary(spec.rules ?? [])}>
            <RulesSection />
          </Section>
        </>
      ) : null}
      <Section value="mode" title="What is sent" summary={mode}>
        <ModeSection />
      </Section>
      {object === null ? (
        <Section value="volume" title="When to stop and ask" summary={volumeSummary(spec.volume)}>
          <VolumeSection />
        </Section>
      ) : null}
      <Section
        value="duplicates"
        title={object === null ? 'Same address twice' : 'The same twice'}
        summary={duplicateSummary(spec)}
      >
        <DuplicatesSection />
        {object === null ? <SameAddressSection /> : null}
        {object === null ? <StableIdPicker /> : null}
      </Section>
      {guardsPeople(scene) ? (
        <Section
          value="left"
          title="People who left"
          summary={spec.heldBack === 'skip' ? 'Nothing is sent for them' : 'Only their fields'}
        >
          <HeldBackSection />
        </Section>
      ) : null}
      <Section value="values" title="Reading values" summary={valueSummary(spec.mapping.values)}>
        <ValueSection />
      </Section>
      {object === null ? (
        <Section value="tag" title="Mark this import" summary={spec.importTag ?? 'Not marked'}>
          <ImportTagSection />
        </Section>
      ) : null}
    </Accordion>
  )
}

/** Whether somebody could be written to, or put into something, who left. */
function guardsPeople({ object }: MapScene): boolean {
  if (object === null) return true
  const names = object.view.aboutPeople || object.view.id === 'purchases'
  return names && (object.op === 'insert' || object.op === 'update')
}

function Section({
  value,
  title,
  summary,
  children,
}: {
  readonly value: string
  readonly title: string
  readonly summary: string
  readonly children: ReactNode
}) {
  return (
    <Accordion.Item value={value}>
      <Accordion.Control>
        <Text component="span" fw={600} display="block">
          {title}
        </Text>
        <Text component="span" size="sm" c="dimmed" display="block" truncate>
          {summary}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>{children}</Accordion.Panel>
    </Accordion.Item>
  )
}
