; The old version out, the new one in, by renaming: all of it or nothing, and to be taken up after a power failure.
;
; In ${WORK}: new\ and old\ hold the two versions, new-files.txt and old-files.txt their lists. "ready": the new one is
; whole, from here on forward; "out": the old one is out. Without "ready" the way is back. NTFS keeps the order of renames.

Var Visiting ; "\" while folders are visited, nothing while files are
Var Doing ; what is done with each

; Each version's folders first: one cannot be renamed while a program or a library in it is in use.
!macro EACH_AT_THE_TOP UN LISTED WHAT
  StrCpy $Visiting "\"
  StrCpy $0 "${LISTED}"
  GetFunctionAddress $Visitor ${UN}VisitTop
  GetFunctionAddress $Doing ${UN}${WHAT}
  Call ${UN}VisitLines
  StrCpy $Visiting ""
  StrCpy $0 "${LISTED}"
  Call ${UN}VisitLines
!macroend

!macro SWAP UN
Function ${UN}VisitTop
  StrCpy $2 $1 1
  ${If} $2 != "*"
    Return
  ${EndIf}
  StrCpy $1 $1 "" 1
  ${If} $0 == "\"
    StrCpy $1 $1 -1
  ${Else}
    StrCpy $0 ""
  ${EndIf}
  ${If} $0 == $Visiting
    Call $Doing
  ${EndIf}
FunctionEnd

Function ${UN}MoveOut
  ${If} ${FileExists} "$INSTDIR\$1"
    StrCpy $2 "$INSTDIR\$1"
    StrCpy $3 "${WORK}\old\$1"
    Call ${UN}Move
  ${EndIf}
FunctionEnd

Function ${UN}MoveIn
  ${If} ${FileExists} "${WORK}\new\$1"
    StrCpy $2 "${WORK}\new\$1"
    StrCpy $3 "$INSTDIR\$1"
    Call ${UN}Move
  ${EndIf}
FunctionEnd

Function ${UN}MoveBackOut
  ${If} ${FileExists} "$INSTDIR\$1"
  ${AndIfNot} ${FileExists} "${WORK}\new\$1"
    StrCpy $2 "$INSTDIR\$1"
    StrCpy $3 "${WORK}\new\$1"
    Call ${UN}Move
  ${EndIf}
FunctionEnd

; $Failed says whether it could not be done; PutBack then undoes it, or it is tried again.
Function ${UN}Swap
  StrCpy $Failed ""
  CreateDirectory "${WORK}\old"
  ${IfNot} ${FileExists} "${WORK}\out"
    Call ${UN}TakeOut
    ${If} $Failed != ""
      Return
    ${EndIf}
    FileOpen $0 "${WORK}\out" w
    FileClose $0
  ${EndIf}
  !insertmacro EACH_AT_THE_TOP "${UN}" "${WORK}\new-files.txt" MoveIn
  StrCpy $1 "${LIST}"
  Call ${UN}MoveIn
  StrCpy $1 "${UNINSTALLER}"
  Call ${UN}MoveIn
FunctionEnd

; Also what is in the place of the new version without being of the old one.
Function ${UN}TakeOut
  Call ${UN}WaitForPrograms
  !insertmacro EACH_AT_THE_TOP "${UN}" "${WORK}\old-files.txt" MoveOut
  !insertmacro EACH_AT_THE_TOP "${UN}" "${WORK}\new-files.txt" MoveOut
  ${If} ${FileExists} "${WORK}\new\${LIST}"
    StrCpy $1 "${LIST}"
    Call ${UN}MoveOut
  ${EndIf}
  ${If} ${FileExists} "${WORK}\new\${UNINSTALLER}"
    StrCpy $1 "${UNINSTALLER}"
    Call ${UN}MoveOut
  ${EndIf}
FunctionEnd

; To the version before; to be called again after a power failure.
Function ${UN}PutBack
  Delete "${WORK}\ready"
  StrCpy $Failed ""
  StrCpy $Patience 40
  !insertmacro EACH_AT_THE_TOP "${UN}" "${WORK}\new-files.txt" MoveBackOut
  StrCpy $5 $Failed
  StrCpy $Failed ""
  FindFirst $4 $1 "${WORK}\old\*"
  ${DoWhile} $1 != ""
    ${If} $1 != "."
    ${AndIf} $1 != ".."
    ${AndIfNot} ${FileExists} "$INSTDIR\$1"
      StrCpy $2 "${WORK}\old\$1"
      StrCpy $3 "$INSTDIR\$1"
      Call ${UN}Move
      StrCpy $5 $5$Failed
      StrCpy $Failed ""
    ${EndIf}
    FindNext $4 $1
  ${Loop}
  FindClose $4
  Delete "${WORK}\out"
  ${If} $5 == "" ; else the next login tries again
    Call ${UN}DropStage
  ${EndIf}
FunctionEnd

; After a power failure: forward from "ready", else back.
Function ${UN}Recover
  ${If} ${FileExists} "${WORK}\ready"
    StrCpy $Patience 40
    Call ${UN}Swap
    ${If} $Failed == ""
      Call ${UN}DropReplaced
      !if "${UN}" != "" ; what waits for the next login is of that very version
        Call ${UN}WriteRegistration
      !endif
      Call ${UN}DropStage
      Return
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "${WORK}\*.*"
    Call ${UN}PutBack
  ${EndIf}
FunctionEnd

; What was there before, but for what is the person's own.
Function ${UN}DropOld
  GetFunctionAddress $Visitor ${UN}DeleteLine
  Call ${UN}VisitLines
  Delete "${WORK}\old\${LIST}"
  Delete "${WORK}\old\${UNINSTALLER}"
  StrCpy $1 ""
  Call ${UN}CarryOver
  RMDir "${WORK}\old"
FunctionEnd

Function ${UN}DropReplaced
  StrCpy $0 "${WORK}\old-files.txt"
  Call ${UN}DropOld
FunctionEnd

; Our own working folder, and only what we put into it.
Function ${UN}DropStage
  SetOutPath "$TEMP"
  RMDir /r "${WORK}\new"
  Delete "${WORK}\new-files.txt"
  Delete "${WORK}\old-files.txt"
  Delete "${WORK}\out"
  Delete "${WORK}\ready"
  DeleteRegValue SHCTX "Software\Microsoft\Windows\CurrentVersion\RunOnce" "!${NAME}"
  Delete "${WORK}\finish.exe"
  RMDir "${WORK}\old"
  RMDir "${WORK}"
FunctionEnd
!macroend
!insertmacro SWAP ""
!insertmacro SWAP "un."
