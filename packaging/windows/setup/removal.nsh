; The uninstaller: first Claude Desktop as it was, then the program; what is the person's stays unless they say otherwise.

Var Connected ; "1" where Claude uses our settings, "?" where that could not be found out
Var ClaudeIsOpen
Var PutClaudeBack ; "1"
Var Forget ; "1": the key and our own folder too
Var DataFolder ; the person's, in its usual place
Var Stays ; what the last page says
Var PutBackBox
Var ForgetBox

UninstPage custom un.ShowChoices un.TakeChoices
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "$(RemovedTitle)"
!define MUI_FINISHPAGE_TEXT "$Stays"
!insertmacro MUI_UNPAGE_FINISH

Function un.onInit
  SetRegView 64
  ${GetParameters} $Parameters
  !insertmacro CHOOSE_LANGUAGE
  ClearErrors
  ${GetOptions} $Parameters "/FINISH" $0
  ${IfNot} ${Errors}
    Call un.FinishAfterPowerFailure
  ${EndIf}
  ClearErrors
  ${GetOptions} $Parameters "/TIDY" $0
  ${IfNot} ${Errors}
  ${AndIfNot} ${FileExists} "$INSTDIR\${LIST}"
    SetOutPath "$TEMP"
    Call un.Tidy
    SetErrorLevel 0
    Quit
  ${EndIf}
  !insertmacro ONE_AT_A_TIME
  Call un.FindForWhom
  ${IfNot} ${FileExists} "$INSTDIR\${LIST}"
    ${Stop} ${EXIT_ABORTED} "$(NothingHere)"
  ${EndIf}
  Call un.ReadSwitches
FunctionEnd

; Started by Windows at the next login, from within the working folder.
Function un.FinishAfterPowerFailure
  ${GetParent} $INSTDIR $INSTDIR
  Call un.FindForWhom
  Call un.Recover
  SetErrorLevel 0
  Quit
FunctionEnd

Function un.FindForWhom
  StrCpy $DataFolder "$LOCALAPPDATA\gateway-companion" ; "all" below makes this everybody's
  ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 == $INSTDIR
    StrCpy $AllUsers 1
    SetShellVarContext all
  ${EndIf}
FunctionEnd

; /FORGET is more than /UNDO: a key that Claude still asks for must not go.
Function un.ReadSwitches
  ClearErrors
  ${GetOptions} $Parameters "/UNDO" $0
  ${IfNot} ${Errors}
    StrCpy $PutClaudeBack 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $Parameters "/FORGET" $0
  ${IfNot} ${Errors}
    StrCpy $PutClaudeBack 1
    StrCpy $Forget 1
  ${EndIf}
FunctionEnd

; One line of two words, such as "connected claude-open".
Function un.AskHowItIs
  StrCpy $Connected "?"
  StrCpy $ClaudeIsOpen ""
  nsExec::ExecToStack '"$INSTDIR\${CONSOLE}" status --offline --short'
  Pop $0
  Pop $1
  ${If} $0 != 0
    Return
  ${EndIf}
  ${WordFind} "$1" " " "+1" $2
  ${If} $2 == "connected"
    StrCpy $Connected 1
  ${ElseIf} $2 == "not-connected"
    StrCpy $Connected ""
  ${EndIf}
  ${WordFind} "$1" "claude-open" "E+1{" $2
  ${IfNot} ${Errors}
    StrCpy $ClaudeIsOpen 1
  ${EndIf}
FunctionEnd

Function un.ShowChoices
  Call un.AskHowItIs
  ${If} $Connected != ""
    !insertmacro MUI_HEADER_TEXT "$(RemoveTitle)" "$(RemoveSubtitle)"
  ${Else}
    !insertmacro MUI_HEADER_TEXT "$(RemoveTitle)" "$(RemoveSubtitleKey)"
  ${EndIf}
  nsDialogs::Create 1018
  Pop $0
  StrCpy $1 0
  ${If} $Connected != ""
    ${NSD_CreateCheckBox} 0 0 100% 12u "$(PutBack)"
    Pop $PutBackBox
    ${NSD_Check} $PutBackBox
    ${NSD_OnClick} $PutBackBox un.FollowPutBack
    ${NSD_CreateLabel} 12u 14u -12u 42u "$(PutBackMeans)"
    Pop $0
    StrCpy $1 64
  ${EndIf}
  ${NSD_CreateCheckBox} 0 "$1u" 100% 12u "$(Forget)"
  Pop $ForgetBox
  IntOp $1 $1 + 14
  ${NSD_CreateLabel} 12u "$1u" -12u 34u "$(ForgetMeans)"
  Pop $0
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:$(RemoveButton)"
  nsDialogs::Show
FunctionEnd

; A key that Claude still asks for must not go.
Function un.FollowPutBack
  Pop $0
  ${NSD_GetState} $PutBackBox $0
  EnableWindow $ForgetBox $0
  ${If} $0 <> ${BST_CHECKED}
    ${NSD_Uncheck} $ForgetBox
  ${EndIf}
FunctionEnd

Function un.TakeChoices
  StrCpy $PutClaudeBack ""
  StrCpy $Forget ""
  ${If} $Connected != ""
    ${NSD_GetState} $PutBackBox $0
    ${If} $0 = ${BST_CHECKED}
      StrCpy $PutClaudeBack 1
    ${EndIf}
  ${EndIf}
  ${NSD_GetState} $ForgetBox $0
  ${If} $0 = ${BST_CHECKED}
    StrCpy $Forget 1
  ${EndIf}
  Call un.AskHowItIs ; somebody may have opened Claude while this page was there
  ${If} $PutClaudeBack == 1
  ${AndIf} $ClaudeIsOpen == 1
    ${If} ${Cmd} `MessageBox MB_OKCANCEL|MB_ICONINFORMATION "$(ClaudeWillClose)" IDCANCEL`
      Abort
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "Uninstall"
  SetOutPath "$TEMP" ; nobody can remove the folder that we stand in
  Call un.AskToQuit
  ${If} ${Silent}
    Call un.AskHowItIs
  ${EndIf}
  ${If} $PutClaudeBack == 1
  ${AndIf} $Connected != ""
    Call un.PutClaudeBack
  ${EndIf}
  ${If} $Forget == 1
  ${AndIf} $Connected == ""
    Call un.ForgetAll
  ${EndIf}
  Call un.RemoveProgram
  Call un.SayWhatStays
SectionEnd

; Where there is an administrator's part in it, what is the person's was done in their own name before.
Function un.RemoveProgram
  UserInfo::GetAccountType
  Pop $0
  ${If} $AllUsers == 1
  ${AndIf} $0 != "Admin"
    Call un.RemoveElevated
    Return
  ${EndIf}
  DetailPrint "$(Removing)"
  SetDetailsPrint none
  Call un.RemoveFiles
  Call un.RemoveFromWindows
  SetDetailsPrint both
FunctionEnd

Function un.RemoveElevated
  DetailPrint "$(Removing)"
  SetDetailsPrint none
  ${IfNot} ${Silent}
    System::Call "kernel32::CloseHandle(p $OnlyOne)" ; else it would find us, and think that it is one too many
    ExecShellWait "runas" "$INSTDIR\${UNINSTALLER}" "/S _?=$INSTDIR"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\${LIST}"
    ${Stop} ${EXIT_NO_RIGHTS} "$(NotElevated)"
  ${EndIf}
  SetDetailsPrint both
  Call un.RemoveStartAtLogin ; this person's own: the administrator may have been somebody else
FunctionEnd

Function un.AskToQuit
  ${Do}
    Call un.Quit
    ${If} $0 == 0
      Return
    ${EndIf}
    StrCpy $0 ""
    !insertmacro LOOK_WHETHER_RUNS "${WINDOW}"
    ${If} $0 == "" ; what is damaged cannot say so itself, and shall go all the same
      Return
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillOpen)" /SD IDCANCEL IDCANCEL`
      ${Stop} ${EXIT_IN_USE} ""
    ${EndIf}
  ${Loop}
FunctionEnd

Function un.PutClaudeBack
  DetailPrint "$(PuttingBack)"
  StrCpy $1 ""
  ${If} $Forget == 1
    StrCpy $1 " --forget-key"
  ${EndIf}
  nsExec::Exec '"$INSTDIR\${CONSOLE}" undo --yes$1'
  Pop $0
  ${If} $0 == 0
    StrCpy $Connected ""
    Return
  ${EndIf}
  ${If} ${Cmd} `MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(UndoFailed)" /SD IDNO IDNO`
    ${Stop} ${EXIT_UNDO_FAILED} ""
  ${EndIf}
  StrCpy $Connected 1
FunctionEnd

; The keys, and our own folder in its usual place.
Function un.ForgetAll
  nsExec::Exec '"$INSTDIR\${CONSOLE}" key remove --yes'
  Pop $0
  nsExec::Exec '"$INSTDIR\${CONSOLE}" key remove --management --yes'
  Pop $1
  ${If} $0 != 0
  ${OrIf} $1 != 0
    ${If} ${Cmd} `MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(ForgetFailed)" /SD IDNO IDNO`
      ${Stop} ${EXIT_UNDO_FAILED} ""
    ${EndIf}
    StrCpy $Forget ""
    Return
  ${EndIf}
  StrCpy $1 $DataFolder
  Call un.IsLink
  ${If} $0 = 0
    RMDir /r $1
  ${EndIf}
FunctionEnd

; Out of the way first: where that fails, something is in use and all of it is still there.
Function un.RemoveFiles
  ${Do}
    StrCpy $Failed ""
    Call un.GetPatience
    Call un.WaitForPrograms
    CreateDirectory "${WORK}\old"
    !insertmacro EACH_AT_THE_TOP "un." "$INSTDIR\${LIST}" MoveOut
    ${If} $Failed == ""
      ${Break}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(InUse)" /SD IDCANCEL IDCANCEL`
      Call un.PutBack
      ${Stop} ${EXIT_IN_USE} ""
    ${EndIf}
  ${Loop}
  StrCpy $0 "$INSTDIR\${LIST}"
  Call un.DropOld
  Call un.DropStage
FunctionEnd

; The list last: as long as it is there, this can be done again.
Function un.RemoveFromWindows
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Call un.RemoveStartAtLogin
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  Delete "$INSTDIR\${LIST}"
  ${If} $EXEPATH == "$INSTDIR\${UNINSTALLER}" ; no program can delete itself; its copy does, once this one has ended
    Exec '"$INSTDIR\${UNINSTALLER}" /S /TIDY'
  ${Else}
    Call un.Tidy
  ${EndIf}
FunctionEnd

Function un.Tidy
  StrCpy $0 40
  ${Do}
    Delete "$INSTDIR\${UNINSTALLER}"
    ${If} $0 < 1
    ${OrIfNot} ${FileExists} "$INSTDIR\${UNINSTALLER}"
      ${Break}
    ${EndIf}
    Sleep 250
    IntOp $0 $0 - 1
  ${Loop}
  RMDir "$INSTDIR"
FunctionEnd

; Only where it starts this very program: there may be one for everybody and one for this person.
Function un.RemoveStartAtLogin
  !macro REMOVE_START HIVE
    ReadRegStr $0 ${HIVE} "${RUN_KEY}" "${NAME}"
    StrLen $1 '"$INSTDIR\'
    StrCpy $0 $0 $1
    ${If} $0 == '"$INSTDIR\'
      DeleteRegValue ${HIVE} "${RUN_KEY}" "${NAME}"
      DeleteRegValue ${HIVE} "${SWITCHED_OFF_KEY}" "${NAME}"
    ${EndIf}
  !macroend
  !insertmacro REMOVE_START HKCU
  ${If} $AllUsers == 1
    !insertmacro REMOVE_START HKLM
  ${EndIf}
FunctionEnd

Function un.SayWhatStays
  ${If} $Forget == 1
    StrCpy $Stays "$(NothingStays)"
  ${ElseIf} $Connected == ""
    StrCpy $Stays "$(KeyStays)"
  ${Else}
    StrCpy $Stays "$(SetupStays)$\r$\n$\r$\n$(KeyStays)"
  ${EndIf}
FunctionEnd
