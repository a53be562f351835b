import { useLocalStorage } from '@mantine/hooks'

/** A list that this browser keeps under a key; whatever is stored there that `isItem` refuses is left out. */
export function useKeptList<Item>(
  key: string,
  isItem: (value: unknown) => value is Item,
): [readonly Item[], (items: readonly Item[]) => void] {
  const [items, setItems] = useLocalStorage<readonly Item[]>({
    key,
    defaultValue: NONE,
    getInitialValueInEffect: false,
    deserialize: (text) => readList(text, isItem),
  })
  return [items, setItems]
}

/** Always the same, so that reading nothing again changes nothing. */
const NONE: readonly never[] = []

function readList<Item>(text: string | undefined, isItem: (value: unknown) => value is Item): readonly Item[] {
  try {
    const value: unknown = JSON.parse(text ?? '')
    const items = Array.isArray(value) ? value.filter(isItem) : NONE
    return items.length === 0 ? NONE : items
  } catch {
    return NONE
  }
}
