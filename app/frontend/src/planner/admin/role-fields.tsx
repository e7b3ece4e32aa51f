import type { JSX } from "preact";
import type { Role } from "../../api/types.ts";
import { t, type Word } from "../../shared/language.ts";

interface RoleFieldsProps {
  nameWord: Word;
  name: string;
  onName: (name: string) => void;
  roles: readonly Role[];
  role: Role;
  onRole: (role: Role) => void;
}

/** The name of a person or a program, its role, and what the role may do. */
export function RoleFields({ nameWord, name, onName, roles, role, onRole }: RoleFieldsProps): JSX.Element {
  return (
    <>
      <label>
        {t(nameWord)}
        <input
          value={name}
          onInput={(event) => onName(event.currentTarget.value)}
          maxLength={200}
          required
          autocomplete="off"
        />
      </label>
      <label>
        {t("people-role")}
        <select
          value={role}
          onChange={(event) => onRole(event.currentTarget.value as Role)}
          aria-describedby="role-what"
        >
          {roles.map((one) => (
            <option key={one} value={one}>
              {t(`role-${one}`)}
            </option>
          ))}
        </select>
        <span id="role-what" class="quiet-text">
          {t(`role-what-${role}`)}
        </span>
      </label>
    </>
  );
}
