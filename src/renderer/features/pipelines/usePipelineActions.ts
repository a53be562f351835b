import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api/ApiProvider.tsx'
import { showError } from '../../components/showError.ts'

/** Cancel and resume, with every list refreshed afterwards. */
export function usePipelineActions() {
  const api = useApi()
  const queryClient = useQueryClient()
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: api.pipelines.key() })
  const onError = (error: unknown) => showError(error)
  const cancel = useMutation({ ...api.pipelines.cancel.mutationOptions(), onSuccess, onError })
  const resume = useMutation({ ...api.pipelines.resume.mutationOptions(), onSuccess, onError })
  return { cancel, resume }
}
