import { ref } from 'vue'
import { speakArea } from '../words'

/** Words of this area for a component that other areas show; true once they are there. */
export function useWords() {
  const ready = ref(false)
  void speakArea('judging').then(() => { ready.value = true })
  return ready
}
