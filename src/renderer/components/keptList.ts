import { useLocalStorage } from '@mantine/hooks'

/** A list that this browser keeps under a key; whatever is stored there that `isItem` refuses is left out. */
export function useKeptList<Item>(
  key: string,
  isItem: (value: unknown) => value is Item,
): [readonly Item[], (items: readonly Item[]) => void] {
  const [items, setItems] = useLocalStorage<readonly Item[]>({
    key,
    defaultValue: [],
    getInitialValueInEffect: false,
    deserialize: (text) => readList(text).filter(isItem),
  })
  return [items, setItems]
}

function readList(text: string | undefined): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
