import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api/ApiProvider.tsx'
import { readError } from '../../api/readError.ts'

/** Cancel and resume, with every list refreshed afterwards. */
export function usePipelineActions() {
  const api = useApi()
  const queryClient = useQueryClient()
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: api.pipelines.key() })
  const onError = (error: unknown) => notifications.show({ color: 'red', message: readError(error).message })
  const cancel = useMutation({ ...api.pipelines.cancel.mutationOptions(), onSuccess, onError })
  const resume = useMutation({ ...api.pipelines.resume.mutationOptions(), onSuccess, onError })
  return { cancel, resume }
}
