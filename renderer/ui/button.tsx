import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components';
import { Spinner } from './spinner.tsx';

interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly children: ReactNode;
  readonly kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  readonly icon?: LucideIcon;
  /** Under way: shows a spinner and cannot be pressed again. */
  readonly isBusy?: boolean;
}

/** A button with a word on it. */
export function Button({ children, kind = 'plain', icon: Icon, isBusy = false, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`button button-${kind}`} isPending={isBusy}>
      {isBusy ? <Spinner /> : Icon && <Icon size={14} aria-hidden />}
      <span>{children}</span>
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly icon: LucideIcon;
  /** Its name, shown on hover and focus. */
  readonly label: string;
  readonly kind?: 'plain' | 'danger';
}

/** A button with a picture on it, and its name beside it on hover. */
export function IconButton({ icon: Icon, label, kind = 'plain', ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton {...rest} className={`icon-button icon-button-${kind}`} aria-label={label}>
        <Icon size={15} aria-hidden />
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
