// A place with its name in the window's title; without a network the copy that was taken along.
import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PlaceView } from '../api/contract'
import { client, got } from '../api/client'
import { asProblem, type Problem } from '../api/problem'
import { bag } from '../field/device'

export function usePlace() {
  const { t } = useI18n()
  const place = shallowRef<PlaceView>()
  const failed = shallowRef<Problem | null>(null)
  const copyAt = ref<number | null>(null)
  async function load(id: string) {
    failed.value = null
    try {
      const found = await bag.orTaken(`place/${id}`, () => got(client.GET('/api/v1/places/{id}', { params: { path: { id } } })))
      place.value = found.value
      copyAt.value = found.at
      document.title = `${found.value.name} · ${t('app.name')}`
    } catch (error) { failed.value = asProblem(error) }
  }
  return { place, failed, copyAt, load }
}
