; Closing the window kindly, and seeing what still runs. Nothing is ever ended by force.

; $0 becomes FILE where it runs: Windows lets nobody write into a program that does.
!macro LOOK_WHETHER_RUNS FILE
  ${If} ${FileExists} "$INSTDIR\${FILE}"
    ClearErrors
    FileOpen $1 "$INSTDIR\${FILE}" a
    ${If} ${Errors}
      StrCpy $0 "${FILE}"
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
!macroend

!macro CLOSING UN
; Claude runs the helper for a moment now and then, and a window takes a moment to go.
Function ${UN}WaitForPrograms
  ${Do}
    StrCpy $0 ""
    !insertmacro LOOK_WHETHER_RUNS "${WINDOW}"
    !insertmacro LOOK_WHETHER_RUNS "${CONSOLE}"
    !insertmacro LOOK_WHETHER_RUNS "${HELPER}"
    ${If} $0 == ""
      Return
    ${EndIf}
    ${If} $Patience < 1
      StrCpy $Failed 1
      Return
    ${EndIf}
    Sleep 250
    IntOp $Patience $Patience - 1
  ${Loop}
FunctionEnd

; $0: 0 once this person's window is closed; else it is busy or does not answer.
Function ${UN}Quit
  StrCpy $0 0
  ${If} ${FileExists} "$INSTDIR\${CONSOLE}"
    nsExec::Exec '"$INSTDIR\${CONSOLE}" quit'
    Pop $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro CLOSING ""
!insertmacro CLOSING "un."

; Before an upgrade. Whoever has it open is asked; silently, it is closed by the same kind way or not at all.
Function CloseWindow
  StrCpy $0 ""
  !insertmacro LOOK_WHETHER_RUNS "${WINDOW}"
  ${If} $0 == ""
    Return
  ${EndIf}
  ${If} ${Cmd} `MessageBox MB_OKCANCEL|MB_ICONINFORMATION "$(AskToClose)" /SD IDOK IDCANCEL`
    ${Stop} ${EXIT_CANCELLED} ""
  ${EndIf}
  DetailPrint "$(Closing)"
  ${Do}
    Call Quit
    StrCpy $Failed ""
    ${If} $0 == 0
      Call GetPatience
      Call WaitForPrograms
    ${Else}
      StrCpy $Failed 1
    ${EndIf}
    ${If} $Failed == ""
      StrCpy $WasOpen 1
      Return
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillOpen)" /SD IDCANCEL IDCANCEL`
      ${Stop} ${EXIT_IN_USE} ""
    ${EndIf}
  ${Loop}
FunctionEnd
