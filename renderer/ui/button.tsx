import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Spinner } from './spinner.tsx';
import { named } from './tooltip.tsx';

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

interface IconButtonProps {
  readonly icon: LucideIcon;
  /** Its name, shown on hover and focus. */
  readonly label: string;
  readonly kind?: 'plain' | 'danger';
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}

/**
 * A button with a picture on it, and its name beside it on hover. A plain one, since tables have hundreds: one of the
 * library's, with a tooltip of its own, takes several times as long to make.
 */
export function IconButton({
  icon: Icon,
  label,
  kind = 'plain',
  isDisabled = false,
  onPress,
}: IconButtonProps) {
  return (
    <button
      type="button"
      className={`icon-button icon-button-${kind}`}
      disabled={isDisabled}
      onClick={onPress}
      {...named(label)}
    >
      <Icon size={15} aria-hidden />
    </button>
  );
}
