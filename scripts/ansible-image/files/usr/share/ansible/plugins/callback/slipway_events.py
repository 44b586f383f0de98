"""Tells what a playbook does as it does it, in a line of JSON each: for Slipway's window."""

from __future__ import annotations

import json

from ansible.plugins.callback import CallbackBase
from slipway_ansible import plain, reason

DOCUMENTATION = '''
name: slipway_events
type: stdout
short_description: a line of JSON for each play, task and result
description: In the place of what people read. Names are cut, and results left out but for the message of what failed or was printed.
'''


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'stdout'
    CALLBACK_NAME = 'slipway_events'

    def _tell(self, **event):
        # Not by the display, which would wrap it.
        print(json.dumps(event), flush=True)

    def v2_playbook_on_play_start(self, play):
        self._tell(kind='play', name=plain(play.get_name()))

    def v2_playbook_on_no_hosts_matched(self):
        self._tell(kind='empty')

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._tell(kind='task', id=task._uuid, name=plain(task.get_name()), where=plain(task.get_path() or ''))

    def v2_playbook_on_handler_task_start(self, task):
        self.v2_playbook_on_task_start(task, False)

    def v2_runner_on_ok(self, result):
        said = result.result.get('msg') if result.task.action.endswith('debug') else None
        state = 'changed' if result.is_changed() else 'ok'
        self._result(result, state, '' if said is None else plain(said))

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._result(result, 'ignored' if ignore_errors else 'failed', reason(result.result))

    def v2_runner_on_unreachable(self, result):
        self._result(result, 'unreachable', reason(result.result))

    def v2_runner_on_skipped(self, result):
        self._result(result, 'skipped', '')

    def _result(self, result, state, message):
        host = plain(result.host.get_name())
        self._tell(kind='result', task=result.task._uuid, host=host, state=state, message=message)

    def v2_playbook_on_stats(self, stats):
        failed = [host for host in stats.processed if stats.failures.get(host) or stats.dark.get(host)]
        self._tell(kind='end', failed=[plain(host) for host in sorted(failed)])
