/** The style sheet's first part: mark, colours, type, icons, buttons, chips. */
import { Button, LinkButton } from '../../../../ui/button.tsx'
import { Chip, ChipList } from '../../../../ui/chip.tsx'
import { Icon } from '../../../../ui/icon.tsx'
import { iconShapes, type IconName } from '../../../../ui/icon-shapes.ts'
import { Many, Mark, One, Wordmark } from '../../../../ui/mark.tsx'
import { NameList } from '../../../../ui/name-list.tsx'
import { several, usual } from './works.ts'

const colours = [
  ['paper', 'the page'],
  ['card', 'what lies on it'],
  ['shade', 'header, pressed, disabled'],
  ['ink', 'words'],
  ['ink-soft', 'second words'],
  ['ink-faint', 'third words'],
  ['rule', 'lines that divide'],
  ['rule-strong', 'edges of what can be used'],
  ['accent', 'what can be done'],
  ['accent-tint', 'what is chosen'],
  ['info', 'a note'],
  ['success', 'it is done'],
  ['warning', 'take care'],
  ['error', 'it is not done'],
  ['chart', 'numbers'],
] as const

export function MarkSpecimen() {
  return (
    <div class="look-row look-marks">
      <Wordmark />
      <Mark />
      <p class="look-note">
        <Many /> many <One /> one
      </p>
    </div>
  )
}

export function ColourSpecimen() {
  return (
    <ul class="swatches" role="list">
      {colours.map(([name, use]) => (
        <li class="swatch">
          <span class={`swatch-patch swatch-${name}`} />
          <code>{name}</code>
          <span class="look-note">{use}</span>
        </li>
      ))}
    </ul>
  )
}

export function TypeSpecimen() {
  return (
    <div class="stack">
      <p class="page-title look-title">Titles in Brygada 1918</p>
      <p class="description">
        Text in Libre Franklin, in lines of 45 to 75 characters: in 1969 a small library kept its catalogue on
        cards, and somebody found the right drawer <a href="#lettering">nearly every time</a>.
      </p>
      <p>
        <code>Identifiers, SQL and numbers in Spline Sans Mono: 978-0-441-47812-5, 0123456789, O0 Il1</code>
      </p>
      <p>
        Žofie Dvořáková, Șerban Ioniță, Łukasz Żeleński: one more small file, loaded only where such a letter
        stands. Keys are set like <kbd>/</kbd>.
      </p>
    </div>
  )
}

export function IconSpecimen() {
  return (
    <ul class="look-icons" role="list">
      {(Object.keys(iconShapes) as IconName[]).map((name) => (
        <li>
          <Icon name={name} size={24} />
          <span>{name}</span>
        </li>
      ))}
    </ul>
  )
}

export function ButtonSpecimen() {
  const still = { type: 'button' } as const
  return (
    <div class="stack">
      <div class="look-row">
        <Button {...still} look="primary">
          Primary
        </Button>
        <Button {...still}>Plain</Button>
        <Button {...still} look="quiet">
          Quiet
        </Button>
        <Button {...still} look="danger" icon="trash">
          Danger
        </Button>
        <LinkButton href="#buttons" icon="arrow-end">
          A link
        </LinkButton>
        <Button {...still} icon="edit" iconOnly>
          Edit
        </Button>
      </div>
      <div class="look-row">
        <Button {...still} look="primary" busy>
          Saving
        </Button>
        <Button {...still} disabled>
          Disabled
        </Button>
        <Button {...still} look="primary" disabled>
          Disabled
        </Button>
        <Button {...still} size="small" icon="plus">
          Small
        </Button>
        <Button {...still} size="large" look="primary">
          Large
        </Button>
      </div>
    </div>
  )
}

export function ChipSpecimen() {
  return (
    <div class="stack">
      <div class="look-row">
        <Chip>Plain</Chip>
        <Chip href="#chips">A link</Chip>
        <Chip href="#chips" count={1204}>
          With a count
        </Chip>
        <Chip removeHref="#chips">A filter that is on</Chip>
      </div>
      <ChipList chips={several.chips ?? []} label="Chips in a list" />
      <NameList names={usual.names ?? []} />
      <NameList names={several.names ?? []} show={3} />
    </div>
  )
}
