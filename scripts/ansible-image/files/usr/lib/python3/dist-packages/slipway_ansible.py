"""What Slipway's callback plugins say of a task's result. All of it is text of a playbook and of its modules: cut, and without
what could move a cursor."""

from __future__ import annotations

import unicodedata

LONGEST = 500


def plain(text: object, longest: int = LONGEST) -> str:
    """One line without control characters, of at most `longest` characters."""
    line = ' '.join(''.join(' ' if unicodedata.category(one) == 'Cc' else one for one in str(text)).split())
    return line if len(line) <= longest else f'{line[:longest]}…'


def reason(data: dict) -> str:
    """Why a task failed: the module's message, with the last line of what a command wrote; of a loop the first that failed."""
    if 'censored' in data:
        return 'what it says is hidden (no_log)'
    for one in data.get('results') or []:
        if isinstance(one, dict) and (one.get('failed') or one.get('unreachable')):
            label = one.get('_ansible_item_label', one.get('item', ''))
            return plain(f'{reason(one)} (item {label})')
    said = str(data.get('msg') or data.get('module_stderr') or 'Ansible gives no reason').strip()
    # A command's own words say more than that it ended with another code than 0.
    written = [line for key in ('stdout', 'stderr') for line in str(data.get(key) or '').splitlines() if line.strip()]
    if 'rc' in data and written and written[-1].strip() not in said:
        said = f'{said} (code {data["rc"]}): {written[-1].strip()}'
    return plain(said)
