; What a person sees: a welcome, the progress, and a last page with two check boxes; nothing to decide before it is done.

Var WelcomeText
Var FinishText

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "setup\side.bmp"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "setup\side.bmp"
!define MUI_HEADERIMAGE
!define MUI_HEADERIMAGE_BITMAP "setup\header.bmp"
!define MUI_HEADERIMAGE_RIGHT

!define MUI_WELCOMEPAGE_TITLE "$(WelcomeTitle)"
!define MUI_WELCOMEPAGE_TEXT "$WelcomeText"
!define MUI_PAGE_CUSTOMFUNCTION_PRE ChooseTexts
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES

!define MUI_FINISHPAGE_TITLE "$(FinishTitle)"
!define MUI_FINISHPAGE_TEXT "$FinishText"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "$(OpenNow)"
!define MUI_FINISHPAGE_RUN_FUNCTION OpenProgram
!define MUI_FINISHPAGE_SHOWREADME ; MUI has just these two check boxes, and the name is its own
!define MUI_FINISHPAGE_SHOWREADME_TEXT "$(StartWithWindows)"
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION StartAtLogin
!define MUI_FINISHPAGE_SHOWREADME_NOTCHECKED
!define MUI_PAGE_CUSTOMFUNCTION_SHOW ShowHowItIs
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE DoNotStartAtLogin ; before the check box is looked at
!insertmacro MUI_PAGE_FINISH

Function ChooseTexts
  Call AskWhereAllHaveIt
  Call AskToGoBack
  ${If} $Installed == ""
    StrCpy $WelcomeText "$(WelcomeNew)"
    StrCpy $FinishText "$(FinishedNew)"
  ${ElseIf} $Installed == "${VERSION}"
    StrCpy $WelcomeText "$(WelcomeSame)"
    StrCpy $FinishText "$(FinishedUpgrade)"
  ${Else}
    StrCpy $WelcomeText "$(WelcomeUpgrade)"
    StrCpy $FinishText "$(FinishedUpgrade)"
  ${EndIf}
  ${If} $AllUsers == 1
    StrCpy $WelcomeText "$WelcomeText$\r$\n$\r$\n$(WelcomeAll)"
  ${EndIf}
FunctionEnd

; An upgrade keeps what was chosen before.
Function ShowHowItIs
  ReadRegStr $0 SHCTX "${RUN_KEY}" "${NAME}"
  Call IsSwitchedOff
  ${If} $0 != ""
  ${AndIf} $1 = 0
    SendMessage $mui.FinishPage.ShowReadme ${BM_SETCHECK} ${BST_CHECKED} 0
  ${EndIf}
FunctionEnd

; For everybody: by the desktop, as Setup runs with an administrator's rights and the program shall not.
Function OpenProgram
  ${If} $AllUsers == 1
    Exec '"$WINDIR\explorer.exe" "$INSTDIR\${WINDOW}"'
  ${Else}
    Exec '"$INSTDIR\${WINDOW}"'
  ${EndIf}
FunctionEnd

Function FinishSilently
  ClearErrors
  ${GetOptions} $Parameters "/STARTATLOGIN" $0
  ${IfNot} ${Errors}
    Call StartAtLogin
  ${EndIf}
  ${If} $WasOpen == 1
  ${AndIf} $AllUsers != 1
    Exec '"$INSTDIR\${WINDOW}" --hidden'
  ${EndIf}
FunctionEnd
