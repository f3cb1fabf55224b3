"""The models as Qt's tables want them: one row each, sorted and searched, spoken cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from app.ui.panel.choice import Offer
from app.words.amounts import per_million
from app.words.panel import context
from app.words.speech import Speech

Index = QModelIndex | QPersistentModelIndex
SORT = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()


class Column(IntEnum):
    NAME = 0
    CONTEXT = 1
    INPUT = 2
    OUTPUT = 3
    SHOWN = 4
    DEFAULT = 5


NUMBERS = (Column.CONTEXT, Column.INPUT, Column.OUTPUT)
MARKS = (Column.SHOWN, Column.DEFAULT)


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str
    tip: str


class ModelsList(QAbstractTableModel):
    """It holds what it is told; a tick is only wished for (`ticked`, `starred` carry the id) and comes back as news."""

    ticked = Signal(str)
    starred = Signal(str)

    def __init__(self, speech: Speech, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speech = speech
        self._rows: tuple[Offer, ...] = ()
        self._free = True
        self._headings = _headings(speech)

    @property
    def free(self) -> bool:
        """Whether marks may be set."""
        return self._free

    @property
    def rows(self) -> tuple[Offer, ...]:
        return self._rows

    def tell(self, rows: Sequence[Offer], *, free: bool) -> None:
        """The same models in the same order only change their marks. `free`: marks may be set."""
        told, before = tuple(rows), self._rows
        changed = free is not self._free
        self._free = free
        if [r.id for r in told] != [r.id for r in before]:
            self.beginResetModel()
            self._rows = told
            self.endResetModel()
            return
        self._rows = told
        for number, (old, new) in enumerate(zip(before, told, strict=True)):
            if changed or old != new:
                self.dataChanged.emit(self.index(number, 0), self.index(number, Column.DEFAULT))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        heading = self._headings[Column(section)]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return heading.text
            case Qt.ItemDataRole.ToolTipRole:
                return heading.tip
            case _:
                return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _shown(row, column, self._speech)
            case Qt.ItemDataRole.CheckStateRole if column is Column.SHOWN:
                return Qt.CheckState.Checked if row.shown else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.CheckStateRole if column is Column.DEFAULT:
                return Qt.CheckState.Checked if row.default else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row, column, self._speech)
            case Qt.ItemDataRole.ToolTipRole if column in MARKS:
                return _spoken(row, column, self._speech)
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(column)
            case _:
                return _order(row, column) if role == SORT else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() in MARKS and self._free else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ARG002
        """Also the way of screen readers."""
        if role != Qt.ItemDataRole.CheckStateRole or not self._free:
            return False
        return self.wish(self._rows[index.row()].id, Column(index.column()))

    def wish(self, id: str, column: Column) -> bool:
        row = next((r for r in self._rows if r.id == id), None)
        if row is None or not self._free:
            return False
        if column is Column.DEFAULT and not row.default:
            self.starred.emit(id)
        elif column is not Column.DEFAULT and not row.fixed:
            self.ticked.emit(id)
        else:
            return False
        return True


def alignment(column: Column) -> Qt.AlignmentFlag:
    sideways = Qt.AlignmentFlag.AlignLeft
    if column in NUMBERS:
        sideways = Qt.AlignmentFlag.AlignRight
    elif column in MARKS:
        sideways = Qt.AlignmentFlag.AlignHCenter
    return sideways | Qt.AlignmentFlag.AlignVCenter


def _headings(speech: Speech) -> dict[Column, _Heading]:
    return {
        Column.NAME: _Heading(speech.say("Name"), ""),
        Column.CONTEXT: _Heading(speech.say("Context"), speech.say("How much text Claude can keep in mind at once")),
        Column.INPUT: _Heading(speech.say("Input"), speech.say("Price for what Claude reads")),
        Column.OUTPUT: _Heading(speech.say("Output"), speech.say("Price for what Claude writes")),
        Column.SHOWN: _Heading(speech.say("In Claude"), speech.say("Whether Claude lists the model")),
        Column.DEFAULT: _Heading(speech.say("Default"), speech.say("The model that Claude begins with")),
    }


def _shown(row: Offer, column: Column, speech: Speech) -> str:
    match column:
        case Column.NAME:
            return row.name
        case Column.CONTEXT:
            return context(row.context, speech)
        case Column.INPUT:
            return per_million(row.reading, speech)
        case Column.OUTPUT:
            return per_million(row.writing, speech)
        case _:
            return ""


def _spoken(row: Offer, column: Column, speech: Speech) -> str:
    match column:
        case Column.SHOWN if row.fixed:
            return speech.say("{model} stays in Claude, which needs at least one model", model=row.name)
        case Column.SHOWN:
            return speech.say("Show {model} in Claude", model=row.name)
        case Column.DEFAULT if row.default:
            return speech.say("{model} is the default model", model=row.name)
        case Column.DEFAULT:
            return speech.say("Make {model} the default", model=row.name)
        case Column.INPUT:
            return speech.say("{price} for what Claude reads", price=_shown(row, column, speech))
        case Column.OUTPUT:
            return speech.say("{price} for what Claude writes", price=_shown(row, column, speech))
        case _:
            return _shown(row, column, speech)


def _order(row: Offer, column: Column) -> object:
    """What cannot be compared comes last when the smallest is first."""
    match column:
        case Column.NAME:
            return row.name.casefold()
        case Column.CONTEXT:
            return row.context or 0
        case Column.INPUT:
            return _price(row.reading)
        case Column.OUTPUT:
            return _price(row.writing)
        case Column.SHOWN:
            return 0 if row.shown else 1
        case Column.DEFAULT:
            return 0 if row.default else 1


def _price(price: Decimal | None) -> float:
    return float("inf") if price is None else float(price)


class FoundModels(QSortFilterProxyModel):
    """Sorted by what a column means, and only what every word of the search is found in."""

    def __init__(self, source: ModelsList) -> None:
        super().__init__(source)
        self._words: tuple[str, ...] = ()
        self._list = source
        self.setSortRole(SORT)
        self.setSourceModel(source)

    @property
    def free(self) -> bool:
        return self._list.free

    def search(self, text: str) -> None:
        words = tuple(text.casefold().split())
        if words != self._words:
            self.beginFilterChange()
            self._words = words
            self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:  # noqa: ARG002
        row = self._list.rows[source_row]
        text = f"{row.name} {row.id.rpartition('/')[2]}".casefold()
        return all(word in text for word in self._words)

    def offer(self, index: Index) -> Offer:
        return self._list.rows[self.mapToSource(index).row()]
