"""Says at a playbook's end why it failed, behind everything that other tasks have printed since."""

from __future__ import annotations

import os

from ansible.plugins.callback import CallbackBase
from slipway_ansible import plain, reason

DOCUMENTATION = '''
name: slipway_failures
type: notification
short_description: says at the end why a playbook failed
description: Names play, task, host and message of each host's last failure, and where the task is written.
'''

# Of more hosts the recap tells.
MOST_HOSTS = 5


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'notification'
    CALLBACK_NAME = 'slipway_failures'

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self._playbook = ''
        self._play = ''
        self._last = {}

    def v2_playbook_on_start(self, playbook):
        self._playbook = os.path.basename(getattr(playbook, '_file_name', ''))

    def v2_playbook_on_play_start(self, play):
        self._play = play.get_name()

    def v2_runner_on_failed(self, result, ignore_errors=False):
        if not ignore_errors:
            self._remember(result, 'failed')

    def v2_runner_on_unreachable(self, result):
        self._remember(result, 'could not reach its host')

    def _remember(self, result, how):
        where = result.task.get_path() or ''
        self._last[result.host.get_name()] = (how, self._play, result.task_name, where, reason(result.result))

    def v2_playbook_on_stats(self, stats):
        # A failure that was rescued is not among these.
        ended = [host for host in sorted(self._last) if stats.failures.get(host) or stats.dark.get(host)]
        for host in ended[:MOST_HOSTS]:
            how, play, task, where, why = self._last[host]
            self._display.display(
                f'slipway: {plain(self._playbook)}: the task "{plain(task)}" of the play "{plain(play)}" '
                f'{how} on {plain(host)}: {why}{"" if why.endswith((".", "?", "!", "…")) else "."}\n'
                f'  try: mend what it says, or the task ({plain(where)}), and run the playbook again.',
                stderr=True,
            )
        if len(ended) > MOST_HOSTS:
            self._display.display(f'slipway: and on {len(ended) - MOST_HOSTS} more hosts.', stderr=True)
