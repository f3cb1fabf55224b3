; How Setup.exe and uninstall.exe end; packaging/fleet/windows-setup.md tells IT the same.

!define EXIT_CANCELLED 1
!define EXIT_ABORTED 2
!define EXIT_IN_USE 3
!define EXIT_NO_RIGHTS 4
!define EXIT_DISK_FULL 5
!define EXIT_UNDO_FAILED 6
!define EXIT_OLD_WINDOWS 7

; Says why, where there is something to say and somebody to read it, and ends.
!macro STOP CODE SENTENCE
  !if "${SENTENCE}" != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "${SENTENCE}" /SD IDOK
  !endif
  SetErrorLevel ${CODE}
  Quit
!macroend
!define Stop "!insertmacro STOP"
