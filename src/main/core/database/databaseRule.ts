/**
 * SQLSTATE of our own: a trigger refused a row by a rule of the workspace, in words meant for people. SQLite has one code
 * for all triggers.
 */
export const RULE_VIOLATION = 'AUR02'
